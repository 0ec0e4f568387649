package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of specification A.6. */
class ZnodePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/a", "/a/b", "/...", "/.a", "/a.", "/..a/b..", "/a b", "/\ud7ff", "/\uf900", "/\uffef"})
    void accepts(String path) {
        assertThat(new ZnodePath(path).value()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a/b",
                "/a/",
                "//",
                "//a",
                "/a//b",
                "/.",
                "/..",
                "/./a",
                "/a/..",
                "/a/../b",
                "/a\0",
                "/\u0001",
                "/\u001f",
                "/\u007f",
                "/\u009f",
                "/\ud83d\ude00",
                "/\ue000",
                "/\uf8ff",
                "/\ufff0",
                "/\uffff"
            })
    void refuses(String path) {
        assertThatThrownBy(() -> new ZnodePath(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsItsParts() {
        ZnodePath path = new ZnodePath("/a/bc/d");

        assertThat(path.name()).isEqualTo("d");
        assertThat(path.parent()).isEqualTo(new ZnodePath("/a/bc"));
        assertThat(path.names()).containsExactly("a", "bc", "d");
        assertThat(path.parent().child("d")).isEqualTo(path);
        assertThat(new ZnodePath("/a").parent()).isEqualTo(ZnodePath.ROOT);
        assertThat(ZnodePath.ROOT.child("a")).isEqualTo(new ZnodePath("/a"));
        assertThat(ZnodePath.ROOT.names()).isEmpty();
        assertThat(ZnodePath.ROOT.name()).isEmpty();
        assertThatThrownBy(ZnodePath.ROOT::parent).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isWithinItselfAndItsAncestors() {
        ZnodePath path = new ZnodePath("/a/b");

        assertThat(path.isWithin(ZnodePath.ROOT)).isTrue();
        assertThat(path.isWithin(new ZnodePath("/a"))).isTrue();
        assertThat(path.isWithin(path)).isTrue();
        assertThat(path.isWithin(new ZnodePath("/a/b/c"))).isFalse();
        assertThat(new ZnodePath("/ab").isWithin(new ZnodePath("/a"))).isFalse();
    }
}
