package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeLoaderTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rebuildsAnyTree(long seed) {
        ZnodeTree tree = random(new Random(seed));
        TreeLoader loader = new TreeLoader();
        tree.forEach((path, znode) -> loader.add(path, znode.stat(), znode.createCount(), Acl.OPEN, znode.data()));
        ZnodeTree loaded = loader.finish();

        assertThat(loaded.znodeCount()).isEqualTo(tree.znodeCount());
        TreeWalk walk = loaded.walk();
        tree.forEach((path, znode) -> {
            assertThat(walk.advance()).isTrue();
            assertThat(walk.path()).isEqualTo(path);
            assertThat(walk.znode().stat()).isEqualTo(znode.stat());
            assertThat(walk.znode().createCount()).isEqualTo(znode.createCount());
            assertThat(walk.znode().data()).isEqualTo(znode.data());
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
                Znode created = Znode.created(NodeKind.CONTAINER, SessionId.NONE, 0, Acl.OPEN, data, zxid, 10L * zxid);
                tree = tree.create(path, created, zxid);
            } else if (znode.children().isEmpty() && random.nextBoolean()) {
                tree = tree.delete(path, zxid);
            } else {
                tree = tree.setData(path, data, zxid, 10L * zxid);
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
        Stat good = new Stat(1, 1, 1, 5, 5, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0);
        SessionId owner = new SessionId(3);

        assertThat(Znode.restored(good, 0, Acl.OPEN, null).stat()).isEqualTo(good);
        assertRefused(good, 1, null);
        assertRefused(good, 0, new byte[1]);
        assertRefused(new Stat(1, 1, 1, 5, 5, 0, 0, 0, owner, 0, 0, NodeKind.PERSISTENT, 0), 0, null);
        assertRefused(new Stat(1, 1, 1, 5, 5, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.EPHEMERAL, 0), 0, null);
        assertRefused(new Stat(1, 1, 2, 5, 5, 0, 1, 0, owner, 0, 1, NodeKind.EPHEMERAL, 0), 1, null);
        assertRefused(new Stat(1, 2, 1, 5, 5, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0), 0, null);
        assertRefused(new Stat(1, 1, 2, 5, 5, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0), 0, null);
        assertRefused(new Stat(1, 1, 1, 5, 6, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0), 0, null);
        assertRefused(new Stat(1, 1, 1, 5, 5, -1, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0), 0, null);
        assertRefused(new Stat(1, 1, 1, 5, 5, 0, 0, 1, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0), 0, null);
    }

    private static void assertRefused(Stat stat, long createCount, byte[] data) {
        assertThatThrownBy(() -> Znode.restored(stat, createCount, Acl.OPEN, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contradict");
    }

    private static TreeLoader rooted(int children) {
        return add(new TreeLoader(), "/", children);
    }

    private static TreeLoader add(TreeLoader loader, String path, int children) {
        Stat stat = new Stat(0, 0, 0, 0, 0, 0, children, 0, SessionId.NONE, 0, children, NodeKind.PERSISTENT, 0);
        loader.add(new ZnodePath(path), stat, children, Acl.OPEN, null);
        return loader;
    }
}
