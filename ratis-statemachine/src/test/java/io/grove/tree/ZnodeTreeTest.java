package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZnodeTreeTest {
    private static final ZnodePath A = new ZnodePath("/a");
    private static final ZnodePath A_B = new ZnodePath("/a/b");

    @Test
    void theInitialTreeIsZooKeepers() {
        ZnodeTree tree = ZnodeTree.initial();

        assertThat(tree.znodeCount()).isEqualTo(4);
        assertThat(tree.find(ZnodePath.ROOT)).isSameAs(tree.root());
        assertThat(tree.find(A)).isNull();
        assertThat(paths(tree)).containsExactly("/", "/zookeeper", "/zookeeper/config", "/zookeeper/quota");
        assertThat(tree.root().stat()).isEqualTo(initial(1));
        assertThat(stat(tree, SystemPaths.ZOOKEEPER)).isEqualTo(initial(2));
        assertThat(stat(tree, SystemPaths.CONFIG)).isEqualTo(initial(0));
        assertThat(stat(tree, SystemPaths.QUOTA)).isEqualTo(initial(0));
        tree.forEach((path, znode) -> {
            assertThat(znode.data()).isEmpty();
            assertThat(znode.createCount()).isZero();
            assertThat(znode.acl()).isEqualTo(path.equals(SystemPaths.CONFIG) ? Acl.WORLD_READ : Acl.OPEN);
        });
    }

    /** All zero, but for children of whose creation nobody knows. */
    private static Stat initial(int children) {
        return new Stat(0, 0, 0, 0, 0, 0, -children, 0, SessionId.NONE, 0, children, NodeKind.PERSISTENT, 0);
    }

    @Test
    void creationSetsTheFieldsOfTheTable() {
        ZnodeTree tree = ZnodeTree.initial().create(A, persistent("xyz", 5, 500), 5);

        assertThat(stat(tree, A))
                .isEqualTo(new Stat(5, 5, 5, 500, 500, 0, 0, 0, SessionId.NONE, 3, 0, NodeKind.PERSISTENT, 0));
        assertThat(stat(tree, ZnodePath.ROOT))
                .isEqualTo(new Stat(0, 0, 5, 0, 0, 0, 0, 0, SessionId.NONE, 0, 2, NodeKind.PERSISTENT, 0));
        assertThat(tree.znodeCount()).isEqualTo(5);
    }

    @Test
    void deletionCountsInCversionButNotInTheCreateCounter() {
        ZnodeTree tree = ZnodeTree.initial()
                .create(A, persistent("", 5, 500), 5)
                .create(A_B, persistent("", 6, 600), 6)
                .delete(A_B, 7);

        assertThat(stat(tree, A))
                .isEqualTo(new Stat(5, 5, 7, 500, 500, 0, 2, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0));
        assertThat(tree.find(A).createCount()).isEqualTo(1);
        assertThat(tree.find(A_B)).isNull();
        assertThat(stat(tree, ZnodePath.ROOT).cversion()).isZero();
        assertThat(stat(tree, ZnodePath.ROOT).pzxid()).isEqualTo(5);
    }

    @Test
    void writingDataTouchesOnlyTheZnode() {
        ZnodeTree before =
                ZnodeTree.initial().create(A, persistent("", 5, 500), 5).create(A_B, persistent("", 6, 600), 6);
        ZnodeTree tree = before.setData(A_B, bytes("12"), 7, 700).setData(A_B, null, 8, 800);

        assertThat(stat(tree, A_B))
                .isEqualTo(new Stat(6, 8, 6, 600, 800, 2, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0));
        assertThat(tree.find(A_B).data()).isNull();
        assertThat(stat(tree, A)).isEqualTo(stat(before, A));
        assertThat(before.find(A_B).data()).isEmpty();
    }

    @Test
    void rootCanBeWritten() {
        ZnodeTree tree = ZnodeTree.initial().setData(ZnodePath.ROOT, bytes("r"), 1, 10);

        assertThat(tree.root().data()).isEqualTo(bytes("r"));
        assertThat(tree.root().version()).isEqualTo(1);
        assertThat(tree.znodeCount()).isEqualTo(4);
    }

    @Test
    void whatDoesNotFitIsADefect() {
        ZnodeTree tree = ZnodeTree.initial().create(A, persistent("", 1, 1), 1).create(A_B, persistent("", 2, 1), 2);

        assertThatThrownBy(() -> tree.create(A, persistent("", 3, 1), 3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tree.create(new ZnodePath("/x/y"), persistent("", 3, 1), 3))
                .hasMessageContaining("PARENT_EXISTS");
        assertThatThrownBy(() -> tree.delete(A, 3)).hasMessageContaining("PARENT_EXISTS");
        assertThatThrownBy(() -> tree.delete(ZnodePath.ROOT, 3)).hasMessageContaining("PARENT_EXISTS");
        assertThatThrownBy(() -> tree.setData(new ZnodePath("/x"), null, 3, 1)).hasMessageContaining("PARENT_EXISTS");
        assertThatThrownBy(() -> Znode.created(NodeKind.EPHEMERAL, SessionId.NONE, 0, Acl.OPEN, null, 1, 1))
                .hasMessageContaining("EPHEMERAL_HAS_LIVE_OWNER");
    }

    @Test
    void walksParentsFirstAndChildrenByName() {
        ZnodeTree tree = ZnodeTree.initial();
        for (String path : List.of("/b", "/a", "/a/z", "/a/y", "/a-b", "/a/y/x")) {
            tree = tree.create(new ZnodePath(path), persistent("", 1, 1), 1);
        }

        assertThat(paths(tree)).startsWith("/", "/a", "/a/y", "/a/y/x", "/a/z", "/a-b", "/b", "/zookeeper");
    }

    @Test
    void aPathOfTenThousandNamesNeedsNoDeepStack() {
        int depth = 10_000;
        StringBuilder text = new StringBuilder();
        TreeLoader loader = new TreeLoader();
        loader.add(ZnodePath.ROOT, stat(1, 0), 1, Acl.OPEN, null);
        for (int i = 1; i <= depth; i++) {
            text.append("/d");
            loader.add(new ZnodePath(text.toString()), stat(i < depth ? 1 : 0, 1), i < depth ? 1 : 0, Acl.OPEN, null);
        }
        ZnodePath deep = new ZnodePath(text.toString());
        ZnodePath deeper = deep.child("e");
        ZnodeTree tree = loader.finish()
                .create(deeper, persistent("x", 2, 2), 2)
                .setData(deeper, bytes("yy"), 3, 3)
                .delete(deeper, 4);

        assertThat(tree.find(deep).pzxid()).isEqualTo(4);
        assertThat(tree.znodeCount()).isEqualTo(depth + 1);
        assertThat(deep.names()).hasSize(depth);
        int visited = 0;
        for (TreeWalk walk = tree.walk(); walk.advance(); visited++) {
            assertThat(walk.znode().children().size()).isEqualTo(visited == depth ? 0 : 1);
        }
        assertThat(visited).isEqualTo(depth + 1);
    }

    private static Stat stat(int children, long zxid) {
        return new Stat(zxid, zxid, zxid, 0, 0, 0, children, 0, SessionId.NONE, 0, children, NodeKind.PERSISTENT, 0);
    }

    private static Znode persistent(String data, long zxid, long timeMs) {
        return Znode.created(NodeKind.PERSISTENT, SessionId.NONE, 0, Acl.OPEN, bytes(data), zxid, timeMs);
    }

    private static Stat stat(ZnodeTree tree, ZnodePath path) {
        return tree.find(path).stat();
    }

    private static List<String> paths(ZnodeTree tree) {
        List<String> paths = new ArrayList<>();
        tree.forEach((path, znode) -> paths.add(path.value()));
        return paths;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
