package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeLoaderTest {
    private static final SessionId NONE = SessionId.NONE;
    private static final NodeKind PERSISTENT = NodeKind.PERSISTENT;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rebuildsAnyTree(long seed) {
        ZnodeTree tree = random(new Random(seed));
        TreeLoader loader = new TreeLoader();
        tree.forEach((path, znode) -> loader.add(path, znode.stat(), znode.createCount(), znode.acl(), znode.data()));
        ZnodeTree loaded = loader.finish();

        assertThat(loaded.znodeCount()).isEqualTo(tree.znodeCount());
        TreeWalk walk = loaded.walk();
        tree.forEach((path, znode) -> {
            assertThat(walk.advance()).isTrue();
            assertThat(walk.path()).isEqualTo(path);
            assertThat(walk.znode().stat()).isEqualTo(znode.stat());
            assertThat(walk.znode().createCount()).isEqualTo(znode.createCount());
            assertThat(walk.znode().data()).isEqualTo(znode.data());
            assertThat(walk.znode().acl()).isEqualTo(znode.acl());
            assertThat(walk.znode().descendants()).isEqualTo(znode.descendants());
            assertThat(walk.znode().descendantBytes()).isEqualTo(znode.descendantBytes());
        });
        assertThat(walk.advance()).isFalse();
    }

    private static ZnodeTree random(Random random) {
        ZnodeTree tree = ZnodeTree.initial();
        for (int zxid = 1; zxid < 500; zxid++) {
            ZnodePath parent = ZnodePath.ROOT;
            while (random.nextInt(4) > 0 && tree.find(parent.child("n" + random.nextInt(3))) != null) {
                ZnodePath child = parent.child("n" + random.nextInt(3));
                parent = tree.find(child) == null ? parent : child;
            }
            ZnodePath path = parent.child("n" + random.nextInt(6));
            Znode znode = tree.find(path);
            byte[] data = random.nextBoolean() ? null : new byte[random.nextInt(3)];
            if (znode == null) {
                NodeKind kind = random.nextBoolean() ? NodeKind.CONTAINER : NodeKind.TTL;
                long ttlMs = kind == NodeKind.TTL ? 1 + random.nextInt(99) : 0;
                Acl acl = random.nextBoolean() ? Acl.OPEN : Acl.WORLD_READ;
                Znode created = Znode.created(kind, NONE, ttlMs, acl, data, zxid, 10L * zxid);
                tree = tree.create(path, created, zxid);
            } else if (znode.children().isEmpty() && random.nextBoolean()) {
                tree = tree.delete(path, zxid);
            } else {
                tree = tree.setData(path, data, zxid, 10L * zxid);
                tree = random.nextBoolean() ? tree.setAcl(path, Acl.WORLD_READ) : tree;
            }
        }
        return tree;
    }

    @Test
    void refusesWhatIsNotATree() {
        assertThatThrownBy(() -> new TreeLoader().finish()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> add(new TreeLoader(), "/a", 0)).hasMessageContaining("the root comes first");
        assertThatThrownBy(() -> add(rooted(1), "/", 0)).hasMessageContaining("the root comes first");
        assertThatThrownBy(() -> add(rooted(1), "/a/b", 0)).hasMessageContaining("PARENT_EXISTS");
        assertThatThrownBy(() -> add(add(add(rooted(2), "/a", 0), "/b", 0), "/a/c", 0))
                .hasMessageContaining("PARENT_EXISTS");
        assertThatThrownBy(() -> add(add(rooted(2), "/b", 0), "/a", 0)).hasMessageContaining("stands after");
        assertThatThrownBy(() -> add(add(rooted(2), "/a", 0), "/a", 0)).hasMessageContaining("stands after");
        assertThatThrownBy(() -> add(rooted(2), "/a", 0).finish()).hasMessageContaining("1 children, not 2");
        assertThatThrownBy(() -> add(add(rooted(1), "/a", 0), "/a/b", 0).finish())
                .hasMessageContaining("/a has 1 children, not 0");
    }

    @Test
    void refusesMetadataThatContradictsItself() {
        Stat good = new Stat(1, 1, 1, 5, 5, 0, 0, 0, NONE, 0, 0, PERSISTENT, 0);

        assertThat(Znode.restored(good, 0, Acl.OPEN, null).stat()).isEqualTo(good);
        assertRefused(good, 1, null, "cversion and create count");
        assertRefused(good, 0, new byte[1], "data length");
        assertRefused(new Stat(1, 2, 1, 5, 5, 0, 0, 0, NONE, 0, 0, PERSISTENT, 0), 0, null, "version and mzxid");
        assertRefused(new Stat(1, 1, 1, 5, 5, -1, 0, 0, NONE, 0, 0, PERSISTENT, 0), 0, null, "version and mzxid");
        assertRefused(new Stat(1, 1, 2, 5, 5, 0, 0, 0, NONE, 0, 0, PERSISTENT, 0), 0, null, "create count and pzxid");
        assertRefused(new Stat(1, 1, 1, 5, 6, 0, 0, 0, NONE, 0, 0, PERSISTENT, 0), 0, null, "version and mtime");
        assertRefused(new Stat(1, 1, 1, 5, 5, 0, 2, 0, NONE, 0, -2, PERSISTENT, 0), 0, null, "and children");
        assertRefused(new Stat(1, 1, 1, 5, 5, 0, -2, 0, NONE, 0, 0, PERSISTENT, 0), -1, null, "and children");
    }

    @Test
    void refusesANatureThatContradictsItself() {
        Stat ephemeral = new Stat(1, 1, 1, 5, 5, 0, 0, 0, new SessionId(3), 0, 0, NodeKind.EPHEMERAL, 0);
        assertThat(Znode.restored(ephemeral, 0, Acl.OPEN, null).stat()).isEqualTo(ephemeral);
        Stat ttl = new Stat(1, 1, 1, 5, 5, 0, 0, 7, NONE, 0, 0, NodeKind.TTL, Ttl.MAX_MS);
        assertThat(Znode.restored(ttl, 0, Acl.WORLD_READ, null).stat()).isEqualTo(ttl);

        String unowned = "EPHEMERAL_HAS_LIVE_OWNER";
        assertRefused(nature(new SessionId(3), PERSISTENT, 0, 0), 0, null, unowned);
        assertRefused(nature(new SessionId(3), NodeKind.TTL, 9, 0), 0, null, unowned);
        assertRefused(nature(NONE, NodeKind.EPHEMERAL, 0, 0), 0, null, unowned);
        assertRefused(nature(NONE, PERSISTENT, 0, -1), 0, null, "aversion -1 is negative");
        for (NodeKind kind : List.of(PERSISTENT, NodeKind.CONTAINER)) {
            assertRefused(nature(NONE, kind, 1, 0), 0, null, "TTL_OF_ITS_KIND");
        }
        for (long ttlMs : new long[] {0, -1, Ttl.MAX_MS + 1}) {
            assertRefused(nature(NONE, NodeKind.TTL, ttlMs, 0), 0, null, "TTL_OF_ITS_KIND");
        }
    }

    private static Stat nature(SessionId owner, NodeKind kind, long ttlMs, long aversion) {
        return new Stat(1, 1, 1, 5, 5, 0, 0, aversion, owner, 0, 0, kind, ttlMs);
    }

    @Test
    void refusesChildrenThatNobodyCreated() {
        Stat ephemeral = new Stat(1, 1, 2, 5, 5, 0, 1, 0, new SessionId(3), 0, 1, NodeKind.EPHEMERAL, 0);
        assertRefused(ephemeral, 1, null, "EPHEMERAL_IS_LEAF");
        Stat initial = new Stat(0, 0, 0, 0, 0, 0, -2, 0, NONE, 0, 2, PERSISTENT, 0);
        assertThat(Znode.restored(initial, 0, Acl.OPEN, null).stat().numChildren())
                .isZero();
        assertRefused(new Stat(1, 1, 1, 5, 5, 0, -2, 0, NONE, 0, 2, PERSISTENT, 0), 0, null, "and children");
        Stat initialEphemeral = new Stat(0, 0, 0, 0, 0, 0, -1, 0, new SessionId(3), 0, 1, NodeKind.EPHEMERAL, 0);
        assertRefused(initialEphemeral, 0, null, "EPHEMERAL_IS_LEAF");
    }

    @Test
    void sharesTheListOfTheSurroundings() {
        Acl own = new Acl(List.of(new AclEntry(new Identity("digest", "u:h"), Permission.ALL)));
        TreeLoader loader = rooted(1);
        loader.add(new ZnodePath("/a"), stat(1), 1, own, null);
        loader.add(new ZnodePath("/a/b"), stat(1), 1, new Acl(own.entries()), null);
        loader.add(new ZnodePath("/a/b/c"), stat(0), 0, new Acl(Acl.OPEN.entries()), null);
        ZnodeTree tree = loader.finish();

        assertThat(tree.find(new ZnodePath("/a")).acl()).isSameAs(own);
        assertThat(tree.find(new ZnodePath("/a/b")).acl()).isSameAs(own);
        assertThat(tree.find(new ZnodePath("/a/b/c")).acl()).isSameAs(Acl.OPEN);
    }

    private static void assertRefused(Stat stat, long createCount, byte[] data, String message) {
        assertThatThrownBy(() -> Znode.restored(stat, createCount, Acl.OPEN, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static TreeLoader rooted(int children) {
        return add(new TreeLoader(), "/", children);
    }

    private static TreeLoader add(TreeLoader loader, String path, int children) {
        loader.add(new ZnodePath(path), stat(children), children, Acl.OPEN, null);
        return loader;
    }

    private static Stat stat(int children) {
        return new Stat(0, 0, 0, 0, 0, 0, children, 0, NONE, 0, children, PERSISTENT, 0);
    }
}
