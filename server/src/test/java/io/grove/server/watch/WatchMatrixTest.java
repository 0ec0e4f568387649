package io.grove.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Change;
import io.grove.machine.MachineState;
import io.grove.session.SessionTable;
import io.grove.tree.QuotaTable;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specification C.2, cell by cell. Cr, De, Da, Ch are created, deleted, data changed, children changed. */
class WatchMatrixTest {
    private static final long ZXID = 7;
    private static final MachineState AFTER =
            MachineState.restored(ZnodeTree.initial(), SessionTable.empty(), QuotaTable.EMPTY, ZXID, 0);

    private final WatchTable table = new WatchTable();
    private final WatchMatcher matcher = new WatchMatcher(table);
    private final TestSink sink = new TestSink();

    @ParameterizedTest(name = "{0} on {1}: {2} -> {3}")
    @CsvSource({
        // create N
        "ONE_SHOT_DATA, /p/n, create /p/n, -",
        "ONE_SHOT_EXISTS, /p/n, create /p/n, Cr /p/n",
        "ONE_SHOT_CHILDREN, /p/n, create /p/n, -",
        "ONE_SHOT_CHILDREN, /p, create /p/n, Ch /p",
        "PERSISTENT, /p/n, create /p/n, Cr /p/n",
        "PERSISTENT, /p, create /p/n, Ch /p",
        "PERSISTENT_RECURSIVE, /p, create /p/n, Cr /p/n",
        "PERSISTENT_RECURSIVE, /, create /p/n, Cr /p/n",
        "PERSISTENT_RECURSIVE, /p/n, create /p/n, Cr /p/n",
        // set N
        "ONE_SHOT_DATA, /p/n, set /p/n, Da /p/n",
        "ONE_SHOT_EXISTS, /p/n, set /p/n, Da /p/n",
        "ONE_SHOT_CHILDREN, /p/n, set /p/n, -",
        "ONE_SHOT_CHILDREN, /p, set /p/n, -",
        "PERSISTENT, /p/n, set /p/n, Da /p/n",
        "PERSISTENT, /p, set /p/n, -",
        "PERSISTENT_RECURSIVE, /p, set /p/n, Da /p/n",
        "PERSISTENT_RECURSIVE, /p/n, set /p/n, Da /p/n",
        // set P
        "ONE_SHOT_DATA, /p/n, set /p, -",
        "ONE_SHOT_EXISTS, /p/n, set /p, -",
        "ONE_SHOT_CHILDREN, /p/n, set /p, -",
        "ONE_SHOT_CHILDREN, /p, set /p, -",
        "PERSISTENT, /p/n, set /p, -",
        "PERSISTENT, /p, set /p, Da /p",
        "PERSISTENT_RECURSIVE, /p, set /p, Da /p",
        "PERSISTENT_RECURSIVE, /, set /p, Da /p",
        "PERSISTENT_RECURSIVE, /p/n, set /p, -",
        // delete N
        "ONE_SHOT_DATA, /p/n, delete /p/n, De /p/n",
        "ONE_SHOT_EXISTS, /p/n, delete /p/n, De /p/n",
        "ONE_SHOT_CHILDREN, /p/n, delete /p/n, De /p/n",
        "ONE_SHOT_CHILDREN, /p, delete /p/n, Ch /p",
        "PERSISTENT, /p/n, delete /p/n, De /p/n",
        "PERSISTENT, /p, delete /p/n, Ch /p",
        "PERSISTENT_RECURSIVE, /p, delete /p/n, De /p/n",
        "PERSISTENT_RECURSIVE, /p/n, delete /p/n, De /p/n",
        // create and delete a child of N
        "ONE_SHOT_DATA, /p/n, create /p/n/c, -",
        "ONE_SHOT_EXISTS, /p/n, delete /p/n/c, -",
        "ONE_SHOT_CHILDREN, /p/n, create /p/n/c, Ch /p/n",
        "ONE_SHOT_CHILDREN, /p/n, delete /p/n/c, Ch /p/n",
        "ONE_SHOT_CHILDREN, /p, create /p/n/c, -",
        "PERSISTENT, /p/n, create /p/n/c, Ch /p/n",
        "PERSISTENT, /p/n, delete /p/n/c, Ch /p/n",
        "PERSISTENT, /p, create /p/n/c, -",
        "PERSISTENT_RECURSIVE, /p, create /p/n/c, Cr /p/n/c",
        "PERSISTENT_RECURSIVE, /p/n, delete /p/n/c, De /p/n/c",
        // grandchildren of N
        "ONE_SHOT_CHILDREN, /p/n, create /p/n/c/d, -",
        "PERSISTENT, /p/n, create /p/n/c/d, -",
        "PERSISTENT_RECURSIVE, /p, create /p/n/c/d, Cr /p/n/c/d",
        "PERSISTENT_RECURSIVE, /p/n, delete /p/n/c/d, De /p/n/c/d",
        // siblings, and names that only begin alike
        "ONE_SHOT_DATA, /p/n, create /p/s, -",
        "ONE_SHOT_EXISTS, /p/n, create /p/s, -",
        "ONE_SHOT_CHILDREN, /p, create /p/s, Ch /p",
        "PERSISTENT, /p/n, create /p/s, -",
        "PERSISTENT, /p, create /p/s, Ch /p",
        "PERSISTENT_RECURSIVE, /p, create /p/s, Cr /p/s",
        "PERSISTENT_RECURSIVE, /p/n, create /p/nn, -",
        // children of the root
        "ONE_SHOT_CHILDREN, /, create /p, Ch /",
        "PERSISTENT, /, delete /p, Ch /",
    })
    void eachCell(WatchMode mode, String path, String change, String expected) {
        Watch watch = new Watch(1, new ZnodePath(path), mode);
        table.add(sink, watch);

        apply(changes(change));

        List<String> wanted = expected.equals("-") ? List.of() : List.of(expected + " [1]");
        assertThat(sink.texts()).isEqualTo(wanted);
        boolean hasFired = mode.isOneShot() && !wanted.isEmpty();
        assertThat(table.count()).isEqualTo(hasFired ? 0 : 1);

        // The history tells a watch that comes later the same.
        ChangeHistory history = new ChangeHistory(new ChangeHistory.Limits(10, 10_000), zxid -> null);
        history.record(ZXID, changes(change));
        Replay replay = history.replay(sink, watch, ZXID - 1, ZXID, 10);
        assertThat(texts(replay.events())).isEqualTo(wanted);
        assertThat(replay.isOver()).isEqualTo(hasFired);
    }

    @Test
    void aDeletionIsOneEventForAllWatchesOfASink() {
        watch(1, "/p/n", WatchMode.ONE_SHOT_DATA);
        watch(2, "/p/n", WatchMode.ONE_SHOT_EXISTS);
        watch(3, "/p/n", WatchMode.ONE_SHOT_CHILDREN);
        watch(4, "/p/n", WatchMode.PERSISTENT);
        watch(5, "/p", WatchMode.PERSISTENT_RECURSIVE);
        watch(6, "/p", WatchMode.PERSISTENT);

        apply(changes("delete /p/n"));

        assertThat(sink.texts()).containsExactly("De /p/n [1, 2, 3, 4, 5]", "Ch /p [6]");
    }

    @Test
    void aOneShotWatchFiresOnceWithinACommand() {
        watch(1, "/p/n", WatchMode.ONE_SHOT_EXISTS);
        watch(2, "/p", WatchMode.PERSISTENT_RECURSIVE);

        List<Change> multi = new ArrayList<>(changes("create /p/n"));
        multi.addAll(changes("set /p/n"));
        multi.addAll(changes("delete /p/n"));
        apply(multi);

        assertThat(sink.texts()).containsExactly("Cr /p/n [1, 2]", "Da /p/n [2]", "De /p/n [2]");
    }

    @Test
    void oneShotWatchesOfManySinksFireTogetherAndTheOthersStay() {
        List<TestSink> sinks = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            TestSink each = new TestSink();
            table.add(each, new Watch(1, new ZnodePath("/p"), WatchMode.ONE_SHOT_DATA));
            table.add(each, new Watch(2, new ZnodePath("/p"), WatchMode.ONE_SHOT_CHILDREN));
            sinks.add(each);
        }

        apply(changes("set /p"));
        apply(changes("set /p"));

        assertThat(sinks).allSatisfy(each -> assertThat(each.texts()).containsExactly("Da /p [1]"));
        assertThat(table.count()).isEqualTo(10_000);
        apply(changes("delete /p"));
        assertThat(table.count()).isZero();
        assertThat(table.sinks()).isEmpty();
    }

    @Test
    void eachSinkGetsItsOwnEvents() {
        TestSink otherSink = new TestSink();
        watch(1, "/p/n", WatchMode.PERSISTENT);
        table.add(otherSink, new Watch(1, new ZnodePath("/p"), WatchMode.PERSISTENT));

        apply(changes("create /p/n"));

        assertThat(sink.texts()).containsExactly("Cr /p/n [1]");
        assertThat(otherSink.texts()).containsExactly("Ch /p [1]");
    }

    @Test
    void aCommandWithTooManyEventsIsToldAsResync() {
        watch(1, "/", WatchMode.PERSISTENT_RECURSIVE);
        watch(2, "/p/n7", WatchMode.PERSISTENT);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i <= WatchMatcher.EVENTS_PER_COMMAND_MAX; i++) {
            changes.addAll(changes("delete /p/n" + i));
        }

        apply(changes);

        assertThat(sink.texts()).containsExactly("RE / [1]", "RE /p/n7 [2]");
    }

    @Test
    void restoringResyncsEveryWatchAndEndsOneShots() {
        watch(1, "/p", WatchMode.PERSISTENT);
        watch(2, "/p", WatchMode.ONE_SHOT_DATA);

        matcher.resyncAll(ZXID).forEach((to, events) -> to.deliver(ZXID, events));

        assertThat(sink.texts()).containsExactly("RE /p [1]", "RE /p [2]");
        assertThat(table.has(sink, 1)).isTrue();
        assertThat(table.has(sink, 2)).isFalse();
    }

    @Test
    void anIdIsTakenOncePerSink() {
        assertThat(table.add(sink, new Watch(1, ZnodePath.ROOT, WatchMode.PERSISTENT)))
                .isTrue();
        assertThat(table.add(sink, new Watch(1, new ZnodePath("/p"), WatchMode.PERSISTENT)))
                .isFalse();
        assertThat(remove(new WatchSelection.ById(2))).isEmpty();
        assertThat(remove(new WatchSelection.ById(1))).containsExactly(1L);
        assertThat(table.count()).isZero();
    }

    @Test
    void takingWatchesBackLeavesTheOthers() {
        TestSink otherSink = new TestSink();
        table.add(otherSink, new Watch(3, new ZnodePath("/p"), WatchMode.PERSISTENT));
        watch(5, "/p", WatchMode.PERSISTENT);
        watch(4, "/p", WatchMode.PERSISTENT);
        watch(3, "/p", WatchMode.PERSISTENT_RECURSIVE);
        watch(2, "/p", WatchMode.ONE_SHOT_CHILDREN);
        watch(1, "/p/n", WatchMode.PERSISTENT);

        assertThat(remove(new WatchSelection.OfPath(new ZnodePath("/p"), WatchMode.PERSISTENT)))
                .containsExactly(4L, 5L);
        assertThat(remove(new WatchSelection.OfPath(new ZnodePath("/p"), WatchMode.PERSISTENT)))
                .isEmpty();
        apply(changes("create /p/n"));
        assertThat(sink.texts()).containsExactly("Cr /p/n [1, 3]", "Ch /p [2]");
        assertThat(otherSink.texts()).containsExactly("Ch /p [3]");

        watch(2, "/p", WatchMode.ONE_SHOT_CHILDREN);
        assertThat(remove(new WatchSelection.OfPath(new ZnodePath("/p"), null))).containsExactly(2L, 3L);
        watch(7, "/q", WatchMode.PERSISTENT);
        assertThat(remove(new WatchSelection.All())).containsExactly(1L, 7L);
        assertThat(remove(new WatchSelection.All())).isEmpty();
        assertThat(table.count()).isEqualTo(1);
    }

    @Test
    void aSinkThatGoesTakesItsWatchesAlong() {
        watch(1, "/p", WatchMode.PERSISTENT);
        watch(2, "/p", WatchMode.PERSISTENT_RECURSIVE);

        table.removeAll(sink);
        apply(changes("create /p/n"));

        assertThat(sink.texts()).isEmpty();
        assertThat(table.count()).isZero();
    }

    private void watch(long id, String path, WatchMode mode) {
        table.add(sink, new Watch(id, new ZnodePath(path), mode));
    }

    private List<Long> remove(WatchSelection which) {
        return table.remove(sink, which);
    }

    private void apply(List<Change> changes) {
        matcher.match(AFTER, changes).forEach((to, events) -> to.deliver(ZXID, events));
    }

    static List<Change> changes(String text) {
        int space = text.indexOf(' ');
        ZnodePath path = new ZnodePath(text.substring(space + 1));
        return List.of(
                switch (text.substring(0, space)) {
                    case "create" -> new Change.NodeCreated(path);
                    case "delete" -> new Change.NodeDeleted(path);
                    default -> new Change.DataChanged(path);
                });
    }

    static List<String> texts(List<WatchEvent> events) {
        return events.stream()
                .map(event -> short2(event.type()) + " " + event.path() + " " + event.watchIds())
                .toList();
    }

    private static String short2(WatchEventType type) {
        return switch (type) {
            case NODE_CREATED -> "Cr";
            case NODE_DELETED -> "De";
            case NODE_DATA_CHANGED -> "Da";
            case NODE_CHILDREN_CHANGED -> "Ch";
            case RESYNC -> "RE";
        };
    }
}
