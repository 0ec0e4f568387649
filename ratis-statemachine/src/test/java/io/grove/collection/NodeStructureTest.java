package io.grove.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What watches over the shape of the tree in other tests finds what is wrong with it. */
class NodeStructureTest {

    @Test
    void aLeafHasAtLeastHalfOfItsKeysUnlessItStandsAtTheEdge() {
        Node<Integer, String> one = Leaf.of(1, "");

        assertThat(one.checkStructure(true, false)).isEqualTo(1);
        assertThat(one.checkStructure(false, true)).isEqualTo(1);
        assertRefused(() -> one.checkStructure(false, false), "1 keys, not 16 to 32");
        assertRefused(() -> leaf(1, Node.WIDTH_MIN - 1).checkStructure(false, false), "15 keys");
        assertThat(leaf(1, Node.WIDTH_MIN).checkStructure(false, false)).isEqualTo(Node.WIDTH_MIN);
    }

    @Test
    void noNodeIsOverfull() {
        assertThat(leaf(1, Node.WIDTH_MAX).checkStructure(false, false)).isEqualTo(Node.WIDTH_MAX);
        assertRefused(() -> leaf(1, Node.WIDTH_MAX + 1).checkStructure(true, true), "33 keys");
    }

    @Test
    void keysAscend() {
        assertRefused(() -> leaf(2, 1).join(leaf(1, 1)).checkStructure(true, true), "key 1 stands after 2");
        assertRefused(() -> leaf(1, 1).join(leaf(1, 1)).checkStructure(true, true), "key 1 stands after 1");
    }

    @Test
    void aBranchIsAsGoodAsItsChildren() {
        Node<Integer, String> low = Branch.ofHalves(leaf(1, Node.WIDTH_MAX + 1));
        Node<Integer, String> high = Branch.ofHalves(leaf(40, Node.WIDTH_MAX + 1));

        assertThat(low.checkStructure(true, true)).isEqualTo(33);
        assertRefused(() -> low.checkStructure(true, false), "1 keys, not 16 to 32");
        assertRefused(() -> low.checkStructure(false, false), "2 keys, not 16 to 32");
        assertRefused(() -> low.join(high).checkStructure(true, true), "1 keys, not 16 to 32");
        assertRefused(() -> high.join(low).checkStructure(true, true), "key 1 stands after 72");
        Node<Integer, String> overlapping = Branch.ofHalves(leaf(20, Node.WIDTH_MAX + 1));
        assertRefused(
                () -> low.part(0, 1).join(overlapping).checkStructure(true, true), "child ends with 32, after 20");
    }

    private static Node<Integer, String> leaf(int first, int width) {
        Node<Integer, String> leaf = Leaf.of(first, "");
        for (int i = 1; i < width; i++) {
            leaf = leaf.join(Leaf.of(first + i, ""));
        }
        return leaf;
    }

    private static void assertRefused(Runnable check, String message) {
        assertThatThrownBy(check::run).isInstanceOf(IllegalStateException.class).hasMessageContaining(message);
    }
}
