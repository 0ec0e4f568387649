package io.grove.server.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.machine.MachineState;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.testing.States;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import io.grove.tree.TreeWalk;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanReaderTest {
    private static final Viewer ANYBODY = new Viewer(SessionId.NONE, Caller.ANONYMOUS);

    private final MachineState state = States.after(
            MachineState.EMPTY,
            States.create("/a", new byte[] {1}),
            States.create("/a/b", null),
            States.create("/a/b/c", new byte[0]),
            States.create("/a/d", new byte[] {4}),
            States.create("/a-b", null));

    @Test
    void aParentComesBeforeItsChildren() {
        assertThat(paths(state, scan("/a", OptionalInt.empty(), 0))).containsExactly("/a", "/a/b", "/a/b/c", "/a/d");
        assertThat(paths(state, scan("/a-b", OptionalInt.empty(), 0))).containsExactly("/a-b");
    }

    @Test
    void depthCountsFromTheTop() {
        assertThat(paths(state, scan("/a", OptionalInt.of(0), 0))).containsExactly("/a");
        assertThat(paths(state, scan("/a", OptionalInt.of(1), 0))).containsExactly("/a", "/a/b", "/a/d");
        assertThat(paths(state, scan("/a", OptionalInt.of(2), 0))).containsExactly("/a", "/a/b", "/a/b/c", "/a/d");
    }

    @Test
    void dataComesOnRequest() {
        Reply.Scanned with = scanned(state, new Query.Scan(path("/a"), OptionalInt.empty(), true, Page.FIRST));
        Reply.Scanned without = scanned(state, scan("/a", OptionalInt.empty(), 0));

        assertThat(with.nodes().get(0).data()).containsExactly(1);
        assertThat(with.nodes().get(1).data()).isNull();
        assertThat(with.nodes().get(2).data()).isEmpty();
        assertThat(without.nodes()).allMatch(node -> node.data() == null);
        assertThat(without.nodes().get(0).stat().dataLength()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pagesTogetherAreTheWholeHoweverLargeTheyAre(long seed) {
        Random random = new Random(seed);
        MachineState grown = MachineState.EMPTY;
        List<ZnodePath> all = new ArrayList<>(List.of(ZnodePath.ROOT));
        while (all.size() < 200) {
            ZnodePath path = all.get(random.nextInt(all.size())).child("n" + random.nextInt(20));
            if (!all.contains(path)) {
                grown = States.after(grown, States.create(path.value(), null));
                all.add(path);
            }
        }
        for (int i = 0; i < 200; i++) {
            ZnodePath top = all.get(random.nextInt(all.size()));
            OptionalInt depth = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(6));
            List<String> expected = new ArrayList<>();
            TreeWalk walk = grown.tree().walk(top);
            while (walk.advance()) {
                if (walk.depth() <= depth.orElse(Integer.MAX_VALUE)) {
                    expected.add(walk.path().value());
                }
            }
            assertThat(paths(grown, scan(top.value(), depth, random.nextInt(12))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aForgedPositionShowsNothingThatWasNotAskedFor() {
        Query.Scan shallow = scan("/a", OptionalInt.of(1), 0);

        assertThat(paths(state, shallow.at(new Page(0, new PageToken(1, 1, "/a/b/bb")))))
                .containsExactly("/a/d");
        assertThat(paths(state, shallow.at(new Page(0, new PageToken(1, 1, "/a/b/none/x/y")))))
                .containsExactly("/a/d");
        assertThat(paths(state, shallow.at(new Page(0, new PageToken(1, 1, "/a/c/x")))))
                .containsExactly("/a/d");
        for (String elsewhere : new String[] {"/a-b", "/", "none", "/a/"}) {
            Reply reply = QueryReader.read(state, shallow.at(new Page(0, new PageToken(1, 1, elsewhere))), ANYBODY);
            assertThat(((Reply.Refusal) reply).reason()).isEqualTo(RefusalReason.BAD_ARGUMENTS);
        }
    }

    @Test
    void aMissingZnodeIsRefused() {
        QueryReaderTest.assertNoNode(QueryReader.read(state, scan("/none", OptionalInt.empty(), 0), ANYBODY), "/none");
    }

    /** Of all pages. */
    static List<String> paths(MachineState state, Query.Scan query) {
        return paths(state, query, ANYBODY);
    }

    static List<String> paths(MachineState state, Query.Scan query, Viewer viewer) {
        List<String> paths = new ArrayList<>();
        for (Query.Scan next = query; ; ) {
            Reply.Scanned page = (Reply.Scanned) QueryReader.read(state, next, viewer);
            page.nodes().forEach(node -> paths.add(node.path().value()));
            if (page.nextPageToken().isEmpty()) {
                return paths;
            }
            next = query.at(new Page(query.page().size(), PageToken.parse(page.nextPageToken())));
        }
    }

    private static Reply.Scanned scanned(MachineState state, Query.Scan query) {
        return (Reply.Scanned) QueryReader.read(state, query, ANYBODY);
    }

    static Query.Scan scan(String path, OptionalInt depth, int pageSize) {
        return new Query.Scan(path(path), depth, false, new Page(pageSize, null));
    }

    private static ZnodePath path(String text) {
        return new ZnodePath(text);
    }
}
