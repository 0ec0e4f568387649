package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How children are listed, and how they are counted in everything above them. */
class ChildrenTest {
    private static final ZnodePath A = new ZnodePath("/a");
    private static final SessionId OWNER = new SessionId(9);

    @Test
    void eachFilterHasItsKinds() {
        for (NodeKind kind : NodeKind.values()) {
            boolean isEphemeral = kind == NodeKind.EPHEMERAL;
            Znode znode = znode(kind, "");

            assertThat(ChildFilter.ALL.accepts(znode)).isTrue();
            assertThat(ChildFilter.PERSISTENT.accepts(znode)).isEqualTo(!isEphemeral);
            assertThat(ChildFilter.EPHEMERAL.accepts(znode)).isEqualTo(isEphemeral);
        }
    }

    @Test
    void eachModeHasItsKind() {
        assertThat(CreateMode.values())
                .filteredOn(CreateMode::isSequential)
                .containsExactly(
                        CreateMode.PERSISTENT_SEQUENTIAL, CreateMode.EPHEMERAL_SEQUENTIAL, CreateMode.TTL_SEQUENTIAL);
        assertThat(CreateMode.values())
                .filteredOn(CreateMode::isEphemeral)
                .containsExactly(CreateMode.EPHEMERAL, CreateMode.EPHEMERAL_SEQUENTIAL);
        assertThat(CreateMode.values())
                .filteredOn(CreateMode::hasTtl)
                .containsExactly(CreateMode.TTL, CreateMode.TTL_SEQUENTIAL);
        for (CreateMode mode : CreateMode.values()) {
            assertThat(mode.name()).startsWith(mode.kind().name());
        }
    }

    @Test
    void areListedUpAndDown() {
        Znode parent = tree("b", "a", "d").find(A);

        assertThat(names(ChildOrder.ASCENDING.of(parent.children()))).containsExactly("a", "b", "d");
        assertThat(names(ChildOrder.DESCENDING.of(parent.children()))).containsExactly("d", "b", "a");
        assertThat(names(ChildOrder.ASCENDING.behind("b", parent.children()))).containsExactly("d");
        assertThat(names(ChildOrder.ASCENDING.behind("c", parent.children()))).containsExactly("d");
        assertThat(names(ChildOrder.DESCENDING.behind("b", parent.children()))).containsExactly("a");
        assertThat(names(ChildOrder.DESCENDING.behind("c", parent.children()))).containsExactly("b", "a");
        assertThat(ChildOrder.ASCENDING.isAtOrBehind("b", "b")).isTrue();
        assertThat(ChildOrder.ASCENDING.isAtOrBehind("c", "b")).isTrue();
        assertThat(ChildOrder.ASCENDING.isAtOrBehind("a", "b")).isFalse();
        assertThat(ChildOrder.DESCENDING.isAtOrBehind("b", "b")).isTrue();
        assertThat(ChildOrder.DESCENDING.isAtOrBehind("a", "b")).isTrue();
        assertThat(ChildOrder.DESCENDING.isAtOrBehind("c", "b")).isFalse();
    }

    @Test
    void countInEverythingAboveThem() {
        ZnodePath deep = A.child("b").child("c");
        ZnodeTree tree = tree("b").create(deep, znode(NodeKind.PERSISTENT, "12345"), 3);
        assertThat(counts(tree, A)).containsExactly(2L, 6L);
        assertThat(counts(tree, ZnodePath.ROOT)).containsExactly(6L, 6L);

        ZnodeTree written = tree.setData(deep, new byte[2], 4, 4).setData(A, new byte[100], 5, 5);
        assertThat(counts(written, A)).containsExactly(2L, 3L);
        assertThat(counts(written, ZnodePath.ROOT)).containsExactly(6L, 103L);
        assertThat(counts(written.setData(deep, null, 6, 6), A)).containsExactly(2L, 1L);

        ZnodeTree cut = written.delete(deep, 7);
        assertThat(counts(cut, A)).containsExactly(1L, 1L);
        assertThat(counts(cut, A.child("b"))).containsExactly(0L, 0L);
        assertThat(counts(cut.setAcl(A, Acl.WORLD_READ), A)).containsExactly(1L, 1L);
    }

    private static List<Long> counts(ZnodeTree tree, ZnodePath path) {
        Znode znode = tree.find(path);
        return List.of(znode.descendants(), znode.descendantBytes());
    }

    private static ZnodeTree tree(String... children) {
        ZnodeTree tree = ZnodeTree.initial().create(A, znode(NodeKind.PERSISTENT, ""), 1);
        for (String child : children) {
            tree = tree.create(A.child(child), znode(NodeKind.PERSISTENT, "1"), 2);
        }
        return tree;
    }

    private static Znode znode(NodeKind kind, String data) {
        boolean isEphemeral = kind == NodeKind.EPHEMERAL;
        return Znode.created(
                kind,
                isEphemeral ? OWNER : SessionId.NONE,
                kind == NodeKind.TTL ? 1 : 0,
                Acl.OPEN,
                new byte[data.length()],
                1,
                1);
    }

    private static List<String> names(Iterable<Map.Entry<String, Znode>> entries) {
        List<String> names = new ArrayList<>();
        entries.forEach(entry -> names.add(entry.getKey()));
        return names;
    }
}
