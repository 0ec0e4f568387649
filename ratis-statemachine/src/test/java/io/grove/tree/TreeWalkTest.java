package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWalkTest {
    /** The order of the walk: name by name, a parent before what is below it. */
    private static final Comparator<ZnodePath> BY_NAMES =
            Comparator.comparing(ZnodePath::names, Arrays::<String>compare);

    private final ZnodeTree tree = treeOf("/a", "/a/b", "/a/b/c", "/a/b/d", "/a/e", "/a-b", "/f");

    @Test
    void walksWhatIsAtAndBelowAPath() {
        assertThat(rest(tree.walk(path("/a/b")))).containsExactly("/a/b", "/a/b/c", "/a/b/d");
        assertThat(rest(tree.walk(path("/a-b")))).containsExactly("/a-b");
        assertThat(rest(tree.walk(path("/none")))).isEmpty();
        assertThat(rest(tree.walk(path("/a/none/x")))).isEmpty();
    }

    @Test
    void knowsItsDepthBelowTheTop() {
        TreeWalk walk = tree.walk(path("/a"));
        List<Integer> depths = new ArrayList<>();
        while (walk.advance()) {
            depths.add(walk.depth());
        }

        assertThat(depths).containsExactly(0, 1, 2, 2, 1);
    }

    @Test
    void leavesOutWhatIsBelowOnRequest() {
        TreeWalk walk = tree.walk();
        List<String> paths = new ArrayList<>();
        while (walk.advance()) {
            paths.add(walk.path().value());
            if (walk.path().value().equals("/a/b") || walk.path().value().equals("/a-b")) {
                walk.skipDescendants();
            }
        }

        assertThat(paths).containsExactlyElementsOf(withSystem("/", "/a", "/a/b", "/a/e", "/a-b", "/f"));
    }

    @Test
    void forgetsWhereItWasWhenItSkips() {
        TreeWalk walk = tree.walk();
        while (!path("/a/b/c").equals(walk.path()) && walk.advance()) {
            assertThat(walk.path()).isNotNull();
        }
        walk.skipTo(path("/a-b"));

        assertThat(rest(walk)).containsExactlyElementsOf(withSystem("/f"));
    }

    @Test
    void goesNowhereWhenThereIsNoTop() {
        TreeWalk walk = tree.walk(path("/missing"));

        assertThat(walk.advance()).isFalse();
        assertThat(walk.advance()).isFalse();
    }

    @Test
    void leavesOutEverythingBelowTheTop() {
        TreeWalk walk = tree.walk();
        assertThat(walk.advance()).isTrue();
        walk.skipDescendants();

        assertThat(walk.advance()).isFalse();
    }

    @Test
    void goesOnBehindAPath() {
        assertThat(restAfter("/", "/a/b"))
                .containsExactlyElementsOf(withSystem("/a/b/c", "/a/b/d", "/a/e", "/a-b", "/f"));
        assertThat(restAfter("/", "/"))
                .containsExactlyElementsOf(withSystem("/a", "/a/b", "/a/b/c", "/a/b/d", "/a/e", "/a-b", "/f"));
        assertThat(restAfter("/a", "/a/b/d")).containsExactly("/a/e");
        assertThat(restAfter("/a", "/a/e")).isEmpty();
        assertThat(restAfter("/", "/a/b/cc/x")).containsExactlyElementsOf(withSystem("/a/b/d", "/a/e", "/a-b", "/f"));
        assertThat(restAfter("/", "/b")).containsExactlyElementsOf(withSystem("/f"));
        assertThat(restAfter("/none", "/none/x")).isEmpty();
    }

    @Test
    void leavesOutWhatIsBelowThePlaceWhereItGoesOn() {
        TreeWalk walk = tree.walk(path("/a"));
        walk.skipTo(path("/a/b"));
        assertThat(walk.depth()).isEqualTo(1);
        walk.skipDescendants();
        assertThat(rest(walk)).containsExactly("/a/e");

        walk.skipTo(path("/a/b/none"));
        walk.skipDescendants();
        assertThat(walk.depth()).isEqualTo(2);
        assertThatThrownBy(walk::znode).isInstanceOf(IllegalStateException.class);
        assertThat(rest(walk)).containsExactly("/a/e");
    }

    @Test
    void doesNotGoOutsideOfItsTop() {
        TreeWalk walk = tree.walk(path("/a"));

        assertThatThrownBy(() -> walk.skipTo(path("/a-b"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> walk.skipTo(path("/"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithAModel(long seed) {
        Random random = new Random(seed);
        NavigableMap<ZnodePath, Znode> model = new TreeMap<>(BY_NAMES);
        ZnodeTree grown = ZnodeTree.initial();
        List<ZnodePath> paths = new ArrayList<>(SystemPaths.all());
        for (ZnodePath path : paths) {
            model.put(path, grown.root());
        }
        while (paths.size() < 300) {
            ZnodePath created = paths.get(random.nextInt(paths.size())).child("n" + random.nextInt(50));
            if (model.putIfAbsent(created, grown.root()) == null) {
                grown = grown.create(created, znode(), 1);
                paths.add(created);
            }
        }
        for (int i = 0; i < 200; i++) {
            ZnodePath top = paths.get(random.nextInt(paths.size()));
            List<ZnodePath> within = model.tailMap(top, true).keySet().stream()
                    .filter(path -> path.isWithin(top))
                    .toList();
            ZnodePath known = within.get(random.nextInt(within.size()));
            ZnodePath place = random.nextBoolean() ? known : known.child("n" + random.nextInt(50));
            TreeWalk walk = grown.walk(top);
            assertThat(rest(walk)).isEqualTo(texts(within));
            walk.skipTo(place);
            assertThat(rest(walk))
                    .isEqualTo(texts(within.stream()
                            .filter(path -> BY_NAMES.compare(path, place) > 0)
                            .toList()));
        }
    }

    /** The znodes that every tree has stand behind all others here. */
    private static List<String> withSystem(String... paths) {
        List<String> all = new ArrayList<>(List.of(paths));
        all.addAll(List.of("/zookeeper", "/zookeeper/config", "/zookeeper/quota"));
        return all;
    }

    private List<String> restAfter(String top, String place) {
        TreeWalk walk = tree.walk(path(top));
        walk.skipTo(path(place));
        return rest(walk);
    }

    private static List<String> rest(TreeWalk walk) {
        List<String> paths = new ArrayList<>();
        while (walk.advance()) {
            paths.add(walk.path().value());
        }
        return paths;
    }

    private static List<String> texts(List<ZnodePath> paths) {
        return paths.stream().map(ZnodePath::value).toList();
    }

    private static ZnodeTree treeOf(String... paths) {
        ZnodeTree tree = ZnodeTree.initial();
        for (String path : paths) {
            tree = tree.create(path(path), znode(), 1);
        }
        return tree;
    }

    private static Znode znode() {
        return Znode.created(NodeKind.PERSISTENT, SessionId.NONE, 0, Acl.OPEN, null, 1, 1);
    }

    private static ZnodePath path(String text) {
        return new ZnodePath(text);
    }
}
