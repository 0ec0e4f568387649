package io.grove.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Change;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told (specification C8), what (filters), and with what of the znode: live, and from the history alike. */
class WatchAclTest {
    private static final Identity ALICE = new Identity(Identity.DIGEST, "alice:x");
    private static final Acl OF_ALICE = new Acl(List.of(
            new AclEntry(ALICE, Permission.ALL),
            new AclEntry(Identity.ANYONE, Permission.ALL - Permission.READ.bit())));
    private static final WatchFilter WITH_STAT = new WatchFilter(Set.of(), OptionalInt.empty(), true, false);
    private static final WatchFilter WITH_DATA = new WatchFilter(Set.of(), OptionalInt.empty(), false, true);

    private final WatchTable table = new WatchTable();
    private final WatchMatcher matcher = new WatchMatcher(table);
    private final TreeMap<Long, MachineState> states = new TreeMap<>();
    private final ChangeHistory history = new ChangeHistory(new ChangeHistory.Limits(10_000, 1_000_000), states::get);
    private final TestSink sink = new TestSink();
    private MachineState state = MachineState.EMPTY;

    @ParameterizedTest(name = "{0} on {1}: {2}, /p is {3}, /p/n is {4} -> {5}")
    @CsvSource({
        // The znode's own list decides over its own events ...
        "ONE_SHOT_EXISTS, /p/n, create, open, open, Cr /p/n",
        "ONE_SHOT_EXISTS, /p/n, create, closed, open, Cr /p/n",
        "ONE_SHOT_EXISTS, /p/n, create, open, closed, -",
        "PERSISTENT, /p/n, create, open, closed, -",
        "PERSISTENT_RECURSIVE, /p, create, open, closed, -",
        "PERSISTENT_RECURSIVE, /, create, closed, open, Cr /p/n",
        "ONE_SHOT_DATA, /p/n, set, closed, open, Da /p/n",
        "ONE_SHOT_DATA, /p/n, set, open, closed, -",
        "ONE_SHOT_EXISTS, /p/n, set, open, closed, -",
        "PERSISTENT, /p/n, set, open, closed, -",
        "PERSISTENT_RECURSIVE, /p/n, set, open, closed, -",
        "ONE_SHOT_DATA, /p/n, delete, closed, open, De /p/n",
        "ONE_SHOT_DATA, /p/n, delete, open, closed, -",
        "ONE_SHOT_CHILDREN, /p/n, delete, open, closed, -",
        "PERSISTENT, /p/n, delete, open, closed, -",
        "PERSISTENT_RECURSIVE, /p, delete, open, closed, -",
        // ... and the parent's over those of its children.
        "ONE_SHOT_CHILDREN, /p, create, open, closed, Ch /p",
        "ONE_SHOT_CHILDREN, /p, create, closed, open, -",
        "ONE_SHOT_CHILDREN, /p, delete, open, closed, Ch /p",
        "ONE_SHOT_CHILDREN, /p, delete, closed, open, -",
        "PERSISTENT, /p, create, open, closed, Ch /p",
        "PERSISTENT, /p, delete, closed, open, -",
    })
    void onlyWhoMayReadIsTold(
            WatchMode mode, String path, String operation, String parent, String znode, String expected) {
        apply(create("/p", acl(parent)));
        if (!operation.equals("create")) {
            apply(create("/p/n", acl(znode)));
        }
        Watch watch = new Watch(1, new ZnodePath(path), mode);
        table.add(sink, watch);
        long before = state.zxid();

        apply(
                switch (operation) {
                    case "create" -> create("/p/n", acl(znode));
                    case "set" -> set("/p/n", "");
                    default -> delete("/p/n");
                });

        assertThat(sink.texts()).isEqualTo(expected.equals("-") ? List.of() : List.of(expected + " [1]"));
        assertThat(table.count()).as("a one-shot watch is gone either way").isEqualTo(mode.isOneShot() ? 0 : 1);
        Replay replay = replay(watch, before);
        assertThat(replay.events()).isEqualTo(sink.delivered);
        assertThat(replay.isOver()).isEqualTo(mode.isOneShot());
        // What is not for others is for alice.
        TestSink alices = new TestSink(Caller.ANONYMOUS.with(ALICE));
        assertThat(history.replay(alices, watch, before, state.zxid(), 10).events())
                .hasSize(1);
    }

    @Test
    void theListOfThatMomentCounts() {
        watch(1, "/a", WatchMode.PERSISTENT, WatchFilter.NONE);
        apply(create("/a", Acl.OPEN));
        apply(set("/a", "1"));
        apply(new Command.SetAcl(new ZnodePath("/a"), OF_ALICE, OptionalLong.empty()));
        apply(set("/a", "2"));
        apply(new Command.SetAcl(new ZnodePath("/a"), Acl.OPEN, OptionalLong.empty()));
        apply(set("/a", "3"));
        apply(new Command.SetAcl(new ZnodePath("/a"), OF_ALICE, OptionalLong.empty()));
        apply(delete("/a"));

        assertThat(sink.delivered).extracting(WatchEvent::zxid).containsExactly(1L, 2L, 6L);
        assertReplaysTheSame("/a", WatchMode.PERSISTENT, WatchFilter.NONE);
    }

    @Test
    void aZnodeThatNoStateEverHadStaysSecret() {
        watch(1, "/", WatchMode.PERSISTENT_RECURSIVE, WatchFilter.NONE);
        apply(new Command.Multi(
                List.of(create("/a", OF_ALICE), set("/a", "1"), delete("/a"), create("/a", Acl.OPEN), set("/a", "2"))));

        assertThat(sink.texts()).containsExactly("Cr /a [1]", "Da /a [1]");
        assertReplaysTheSame("/", WatchMode.PERSISTENT_RECURSIVE, WatchFilter.NONE);
    }

    @Test
    void whoIsKnownAtDeliveryCounts() {
        watch(1, "/a", WatchMode.PERSISTENT, WatchFilter.NONE);
        apply(create("/a", OF_ALICE));
        sink.caller = Caller.ANONYMOUS.with(ALICE);
        apply(set("/a", "1"));

        assertThat(sink.texts()).containsExactly("Da /a [1]");
    }

    @Test
    void eventsCarryTheZnodeAsTheirWriteLeftIt() {
        watch(1, "/a", WatchMode.PERSISTENT, WITH_DATA);
        apply(new Command.Multi(
                List.of(create("/a", Acl.OPEN), set("/a", "one"), set("/a", "two"), create("/a/c", Acl.OPEN))));
        apply(set("/a", "three"));
        apply(delete("/a/c"));
        apply(delete("/a"));

        assertThat(sink.texts())
                .containsExactly(
                        "Cr /a [1]", "Da /a [1]", "Da /a [1]", "Ch /a [1]", "Da /a [1]", "Ch /a [1]", "De /a [1]");
        assertThat(sink.delivered)
                .extracting(WatchAclTest::data)
                .containsExactly("two", "two", "two", "two", "three", "three", null);
        assertThat(sink.delivered.get(0).node().stat())
                .isEqualTo(states.get(1L).tree().find(new ZnodePath("/a")).stat());
        assertReplaysTheSame("/a", WatchMode.PERSISTENT, WITH_DATA);
    }

    @Test
    void onlyWhatIsAskedForIsCarried() {
        apply(create("/a", Acl.OPEN));
        watch(1, "/a", WatchMode.PERSISTENT, WatchFilter.NONE);
        apply(set("/a", "1"));
        watch(2, "/a", WatchMode.PERSISTENT, WITH_STAT);
        apply(set("/a", "2"));
        watch(3, "/a", WatchMode.ONE_SHOT_DATA, WITH_DATA);
        apply(set("/a", "3"));
        apply(set("/a", "4"));

        assertThat(sink.texts()).containsExactly("Da /a [1]", "Da /a [1, 2]", "Da /a [1, 2, 3]", "Da /a [1, 2]");
        assertThat(sink.delivered).extracting(event -> event.node() != null).containsExactly(false, true, true, true);
        assertThat(sink.delivered).extracting(WatchAclTest::data).containsExactly(null, null, "3", null);
    }

    @Test
    void whatMayNotBeReadAnyMoreIsNotCarried() {
        watch(1, "/a", WatchMode.PERSISTENT, WITH_DATA);
        apply(new Command.Multi(
                List.of(create("/a", Acl.OPEN), delete("/a"), create("/a", OF_ALICE), set("/a", "secret"))));

        assertThat(sink.texts()).containsExactly("Cr /a [1]", "De /a [1]");
        assertThat(sink.delivered).extracting(WatchEvent::node).containsOnlyNulls();
        assertReplaysTheSame("/a", WatchMode.PERSISTENT, WITH_DATA);
    }

    @Test
    void aStateThatIsNoLongerKeptIsNotCarried() {
        apply(create("/a", Acl.OPEN));
        apply(set("/a", "1"));
        apply(set("/a", "2"));
        states.remove(2L);

        assertThat(replay(new Watch(1, new ZnodePath("/a"), WatchMode.PERSISTENT, WITH_DATA), 0)
                        .events())
                .extracting(WatchAclTest::data)
                .containsExactly("", null, "2");
    }

    @Test
    void aFrameCarriesNoMoreDataThanIsAllowed() {
        sink.eventBytesMax = 1_000;
        watch(1, "/", WatchMode.PERSISTENT_RECURSIVE, WITH_DATA);
        String large = "x".repeat(400);
        apply(new Command.Multi(
                List.of(create("/a", Acl.OPEN), set("/a", "?"), set("/a", large), create("/b", Acl.OPEN))));

        assertThat(sink.texts()).hasSize(4);
        assertThat(sink.delivered).extracting(WatchAclTest::data).containsExactly(large, large, null, "");
    }

    @Test
    void eventsThatDoNotFitIntoAFrameAreToldAsResync() {
        sink.eventBytesMax = 1_000;
        watch(1, "/", WatchMode.PERSISTENT_RECURSIVE, WatchFilter.NONE);
        watch(2, "/b", WatchMode.PERSISTENT, WatchFilter.NONE);
        String longPath = "/" + "x".repeat(300);

        apply(new Command.Multi(List.of(create(longPath, Acl.OPEN), create(longPath + "/y", Acl.OPEN))));
        assertThat(sink.texts()).hasSize(2);
        apply(new Command.Multi(
                List.of(set(longPath, "1"), create("/b", Acl.OPEN), set(longPath, "2"), set(longPath, "3"))));

        assertThat(sink.texts().subList(2, 4)).containsExactly("RE / [1]", "RE /b [2]");
        Watch all = new Watch(1, ZnodePath.ROOT, WatchMode.PERSISTENT_RECURSIVE);
        assertThat(WatchMatrixTest.texts(replay(all, 0).events())).containsExactly("RE / [1]");
        assertThat(replay(new Watch(2, new ZnodePath("/b"), WatchMode.PERSISTENT), 0)
                        .events())
                .hasSize(1);
    }

    @Test
    void filteredTypesAreNoEventsForAWatch() {
        WatchFilter deletions = new WatchFilter(Set.of(WatchEventType.NODE_DELETED), OptionalInt.empty(), false, false);
        watch(1, "/a", WatchMode.PERSISTENT, deletions);
        watch(2, "/a", WatchMode.ONE_SHOT_EXISTS, deletions);
        apply(create("/a", Acl.OPEN));
        apply(set("/a", "1"));
        assertThat(sink.texts()).isEmpty();

        apply(delete("/a"));

        assertThat(sink.texts()).containsExactly("De /a [1, 2]");
        assertReplaysTheSame("/a", WatchMode.PERSISTENT, deletions);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 3", "3, 3"})
    void aRecursiveWatchLooksNoDeeperThanItShould(int depth, int expected) {
        WatchFilter shallow = new WatchFilter(Set.of(), OptionalInt.of(depth), false, false);
        watch(1, "/a", WatchMode.PERSISTENT_RECURSIVE, shallow);
        List.of("/a", "/a/b", "/a/b/c").forEach(path -> apply(create(path, Acl.OPEN)));

        assertThat(sink.delivered).hasSize(expected);
        assertReplaysTheSame("/a", WatchMode.PERSISTENT_RECURSIVE, shallow);
    }

    @ParameterizedTest
    @EnumSource(WatchMode.class)
    void resyncIsAlwaysTold(WatchMode mode) {
        WatchFilter deletions = new WatchFilter(Set.of(WatchEventType.NODE_DELETED), OptionalInt.empty(), false, false);
        watch(1, "/secret", mode, deletions);

        matcher.resyncAll(9).forEach((to, events) -> to.deliver(9, events));
        history.reset(9);

        assertThat(sink.texts()).containsExactly("RE /secret [1]");
        Replay replay = history.replay(sink, new Watch(1, new ZnodePath("/secret"), mode, deletions), 8, 9, 10);
        assertThat(replay.events()).isEqualTo(sink.delivered);
        assertThat(replay.isOver()).isEqualTo(mode.isOneShot());
    }

    private void assertReplaysTheSame(String path, WatchMode mode, WatchFilter filter) {
        assertThat(replay(new Watch(1, new ZnodePath(path), mode, filter), 0).events())
                .extracting(WatchEvent::zxid, WatchEvent::type, WatchEvent::path, WatchAclTest::data)
                .isEqualTo(sink.delivered.stream()
                        .map(e -> org.assertj.core.groups.Tuple.tuple(e.zxid(), e.type(), e.path(), data(e)))
                        .toList());
    }

    private Replay replay(Watch watch, long fromZxid) {
        return history.replay(sink, watch, fromZxid, state.zxid(), 100);
    }

    private void watch(long id, String path, WatchMode mode, WatchFilter filter) {
        table.add(sink, new Watch(id, new ZnodePath(path), mode, filter));
    }

    private void apply(Command command) {
        Applied applied = CoordinationMachine.apply(state, 1, CommandEnvelope.ofEnsemble(command));
        assertThat(applied.result()).isNotInstanceOf(Result.Failure.class);
        state = applied.next();
        states.put(state.zxid(), state);
        List<Change> changes = new ArrayList<>(applied.changes());
        history.record(state.zxid(), changes);
        Map<WatchSink, List<WatchEvent>> events = matcher.match(state, changes);
        events.forEach((to, ofSink) -> to.deliver(state.zxid(), ofSink));
    }

    private static Acl acl(String text) {
        return text.equals("open") ? Acl.OPEN : OF_ALICE;
    }

    private static Command.Operation create(String path, Acl acl) {
        return new Command.Create(
                path,
                new byte[0],
                CreateMode.PERSISTENT,
                SessionId.NONE,
                0,
                acl,
                Command.IfExists.FAIL,
                Command.CreateParents.NO);
    }

    private static Command.Operation set(String path, String data) {
        return new Command.SetData(new ZnodePath(path), data.getBytes(StandardCharsets.UTF_8), Expected.ANY);
    }

    private static Command.Operation delete(String path) {
        return new Command.Delete(new ZnodePath(path), Expected.ANY);
    }

    private static String data(WatchEvent event) {
        EventNode node = event.node();
        return node == null || node.data() == null ? null : new String(node.data(), StandardCharsets.UTF_8);
    }
}
