package io.grove.machine;

import static io.grove.machine.MachineRun.assertRefused;
import static io.grove.machine.MachineRun.bytes;
import static io.grove.machine.MachineRun.checked;
import static io.grove.machine.MachineRun.created;
import static io.grove.machine.MachineRun.deleted;
import static io.grove.machine.MachineRun.multi;
import static io.grove.machine.MachineRun.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Change;
import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.CreateMode;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects, and the order of the checks (specification A.2), of the commands that change znodes. */
class TreeHandlersTest {
    private final MachineRun run = new MachineRun();

    // ---- Create ----

    @Test
    void createGivesPathAndStat() {
        Applied applied = run.apply(new Command.Create("/a", bytes("xy"), CreateMode.PERSISTENT, SessionId.NONE));

        Stat stat = new Stat(1, 1, 1, 1000, 1000, 0, 0, 0, SessionId.NONE, 2, 0, NodeKind.PERSISTENT, 0);
        assertThat(applied.result()).isEqualTo(new Result.Created("/a", stat, Result.CreateOutcome.CREATED));
        assertThat(applied.changes()).containsExactly(new Change.NodeCreated(new ZnodePath("/a")));
        assertThat(applied.writeZxid()).isEqualTo(1);
        assertThat(run.stat("/a")).isEqualTo(stat);
    }

    @Test
    void nullAndEmptyDataDiffer() {
        run.create("/null");
        run.apply(new Command.Create("/empty", new byte[0], CreateMode.PERSISTENT, SessionId.NONE));

        assertThat(run.znode("/null").data()).isNull();
        assertThat(run.znode("/empty").data()).isEmpty();
    }

    @Test
    void aDeadOwnerWinsOverEverything() {
        assertRefused(
                run.create("no slash", CreateMode.EPHEMERAL, new SessionId(77)), ErrorCode.SESSION_EXPIRED, "no slash");
        assertRefused(run.create("/a", CreateMode.EPHEMERAL, SessionId.NONE), ErrorCode.SESSION_EXPIRED, "/a");
        assertRefused(
                run.create("/a", CreateMode.EPHEMERAL_SEQUENTIAL, new SessionId(77)), ErrorCode.SESSION_EXPIRED, "/a");
    }

    @Test
    void theOwnerOfAnythingButAnEphemeralIsNotLookedAt() {
        run.create("/a", CreateMode.PERSISTENT, new SessionId(77));

        assertThat(run.stat("/a").ephemeralOwner()).isEqualTo(SessionId.NONE);
    }

    @Test
    void aPathWithoutSlashOrWithNulWinsOverAMissingParent() {
        assertRefused(run.create("a"), ErrorCode.BAD_ARGUMENTS, "a");
        assertRefused(run.create(""), ErrorCode.BAD_ARGUMENTS, "");
        assertRefused(run.create("/missing/\0"), ErrorCode.BAD_ARGUMENTS, "/missing/\0");
        assertRefused(run.create("\0/x"), ErrorCode.BAD_ARGUMENTS, "\0/x");
    }

    @Test
    void aMissingParentWinsOverAnInvalidName() {
        assertRefused(run.create("/missing/.."), ErrorCode.NO_NODE, "/missing/..");
        assertRefused(run.create("/a//b"), ErrorCode.NO_NODE, "/a//b");
        assertRefused(run.create("/a/b"), ErrorCode.NO_NODE, "/a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/", "/a/.", "/a/..", "//", "/a/\u0001"})
    void anInvalidNameIsRefused(String path) {
        run.create("/a");

        assertRefused(run.create(path), ErrorCode.BAD_ARGUMENTS, path);
    }

    @Test
    void anExistingZnodeIsRefused() {
        run.create("/a");

        assertRefused(run.create("/a"), ErrorCode.NODE_EXISTS, "/a");
        assertRefused(run.create("/"), ErrorCode.NODE_EXISTS, "/");
    }

    @Test
    void anEphemeralHasNoChildren() {
        SessionId session = run.open();
        run.create("/e", CreateMode.EPHEMERAL, session);

        assertRefused(run.create("/e/c"), ErrorCode.NO_CHILDREN_FOR_EPHEMERALS, "/e/c");
        assertRefused(run.create("/e/.."), ErrorCode.BAD_ARGUMENTS, "/e/..");
        assertRefused(run.create("/e/c", CreateMode.EPHEMERAL, session), ErrorCode.NO_CHILDREN_FOR_EPHEMERALS, "/e/c");
        assertThat(run.state().sessions().ephemerals(session)).containsExactly(new ZnodePath("/e"));
    }

    @Test
    void kindsAreKept() {
        SessionId session = run.open();
        run.create("/e", CreateMode.EPHEMERAL, session);
        run.create("/c", CreateMode.CONTAINER, SessionId.NONE);

        assertThat(run.stat("/e").ephemeralOwner()).isEqualTo(session);
        assertThat(run.stat("/e").kind()).isEqualTo(NodeKind.EPHEMERAL);
        assertThat(run.stat("/c").kind()).isEqualTo(NodeKind.CONTAINER);
    }

    // ---- Sequential ----

    @Test
    void everyCreationOfAChildBurnsANumberAndNoDeletionGivesOneBack() {
        run.create("/s");

        assertThat(sequential("/s/a-")).isEqualTo("/s/a-0000000000");
        run.create("/s/plain");
        assertThat(sequential("/s/b-")).isEqualTo("/s/b-0000000002");
        run.apply(deleted("/s/plain"));
        run.apply(deleted("/s/b-0000000002"));
        run.apply(deleted("/s/a-0000000000"));
        assertThat(sequential("/s/")).isEqualTo("/s/0000000003");
        assertThat(run.stat("/s").cversion()).isEqualTo(7);
        assertThat(run.stat("/s").numChildren()).isEqualTo(1);
        assertThat(sequential("/")).isEqualTo("/0000000001");
    }

    @Test
    void refusedCreationsBurnNoNumber() {
        run.create("/s");
        run.create("/s/a");
        run.create("/s/a");
        run.create("/s/..");
        run.apply(multi(created("/s/b"), created("/s/b")));

        assertThat(sequential("/s/n")).isEqualTo("/s/n0000000001");
    }

    @Test
    void aNumberedNameMayBeTaken() {
        run.create("/s");
        run.create("/s/n0000000001");

        assertRefused(
                run.create("/s/n", CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE), ErrorCode.NODE_EXISTS, "/s/n");
    }

    @Test
    void aNumberMayMakeANameValid() {
        assertThat(sequential("/.")).isEqualTo("/.0000000000");
        assertRefused(
                run.create("//", CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE), ErrorCode.BAD_ARGUMENTS, "//");
    }

    @Test
    void aRecreatedParentCountsFromZero() {
        run.create("/s");
        sequential("/s/n");
        run.apply(multi(deleted("/s/n0000000000"), deleted("/s"), created("/s")));

        assertThat(sequential("/s/n")).isEqualTo("/s/n0000000000");
    }

    private String sequential(String path) {
        Result result = run.create(path, CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE);
        return ((Result.Created) result).path();
    }

    // ---- Delete ----

    @Test
    void deleteAdvancesTheParent() {
        run.create("/a");
        run.create("/a/b");
        Applied applied = run.apply(deleted("/a/b", 0));

        assertThat(applied.result()).isEqualTo(new Result.Deleted());
        assertThat(applied.changes()).containsExactly(new Change.NodeDeleted(new ZnodePath("/a/b")));
        assertThat(run.stat("/a").pzxid()).isEqualTo(3);
        assertThat(run.stat("/a").cversion()).isEqualTo(2);
        assertThat(run.stat("/a").mzxid()).isEqualTo(1);
        assertThat(run.znode("/a/b")).isNull();
    }

    @Test
    void deleteChecksInOrder() {
        run.create("/a");
        run.create("/a/b");

        assertRefused(run.resultOf(deleted("/", 5)), ErrorCode.BAD_ARGUMENTS, "/");
        assertRefused(run.resultOf(deleted("/x/y", 5)), ErrorCode.NO_NODE, "/x/y");
        assertRefused(run.resultOf(deleted("/x", 5)), ErrorCode.NO_NODE, "/x");
        assertRefused(run.resultOf(deleted("/a", 5)), ErrorCode.BAD_VERSION, "/a");
        assertRefused(run.resultOf(deleted("/a", 0)), ErrorCode.NOT_EMPTY, "/a");
        assertRefused(run.resultOf(deleted("/a")), ErrorCode.NOT_EMPTY, "/a");
    }

    @Test
    void aDeletedEphemeralLeavesItsSession() {
        SessionId session = run.open();
        run.create("/e", CreateMode.EPHEMERAL, session);
        run.apply(deleted("/e"));

        assertThat(run.state().sessions().ephemerals(session)).isEmpty();
    }

    // ---- SetData ----

    @Test
    void setDataCountsVersions() {
        run.create("/a");
        run.setTimeMs(2000);
        Applied applied = run.apply(set("/a", "one", 0));

        Stat stat = new Stat(1, 2, 1, 1000, 2000, 1, 0, 0, SessionId.NONE, 3, 0, NodeKind.PERSISTENT, 0);
        assertThat(applied.result()).isEqualTo(new Result.DataSet(stat));
        assertThat(applied.changes()).containsExactly(new Change.DataChanged(new ZnodePath("/a")));
        run.apply(set("/a", "one"));
        assertThat(run.stat("/a").version()).isEqualTo(2);
        assertThat(run.stat("/").pzxid()).isEqualTo(1);
    }

    @Test
    void setDataChecksInOrder() {
        run.create("/a");

        assertRefused(run.resultOf(set("/x", "", 9)), ErrorCode.NO_NODE, "/x");
        assertRefused(run.resultOf(set("/a", "", 1)), ErrorCode.BAD_VERSION, "/a");
        assertRefused(run.resultOf(set("/a", "", -1)), ErrorCode.BAD_VERSION, "/a");
        assertThat(run.resultOf(set("/", "root", 0))).isInstanceOf(Result.DataSet.class);
    }

    // ---- Multi ----

    @Test
    void eachOperationSeesThoseBeforeIt() {
        Applied applied = run.apply(multi(
                created("/p"),
                set("/p", "0", 0),
                set("/p", "1", 1),
                checked("/p", 2),
                new Command.Create("/p/s-", null, CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE),
                new Command.Create("/p/s-", null, CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE)));

        Result.Committed committed = (Result.Committed) applied.result();
        assertThat(committed.results()).hasSize(6);
        assertThat(((Result.Created) committed.results().get(4)).path()).isEqualTo("/p/s-0000000000");
        assertThat(((Result.Created) committed.results().get(5)).path()).isEqualTo("/p/s-0000000001");
        assertThat(((Result.Created) committed.results().get(0)).stat().numChildren())
                .isZero();
        assertThat(run.stat("/p").version()).isEqualTo(2);
        assertThat(run.stat("/p").cversion()).isEqualTo(2);
        assertThat(List.of(
                        run.stat("/p").czxid(),
                        run.stat("/p").mzxid(),
                        run.stat("/p").pzxid()))
                .containsOnly(1L);
        assertThat(run.state().zxid()).isEqualTo(1);
    }

    @Test
    void changesComeInTheOrderOfTheOperations() {
        ZnodePath x = new ZnodePath("/x");
        Applied applied = run.apply(multi(created("/x"), set("/x", "1"), deleted("/x")));

        assertThat(applied.changes())
                .containsExactly(new Change.NodeCreated(x), new Change.DataChanged(x), new Change.NodeDeleted(x));
        assertThat(run.znode("/x")).isNull();
        assertThat(run.stat("/").cversion()).isEqualTo(1);
    }

    @Test
    void aRefusedOperationTakesBackAll() {
        run.create("/a");
        MachineState before = run.state();
        Applied applied = run.apply(multi(created("/b"), checked("/a", 7), set("/a", "x"), deleted("/missing")));

        assertThat(applied.result()).isEqualTo(new Result.Failure(ErrorCode.BAD_VERSION, "/a", 1));
        assertThat(applied.changes()).isEmpty();
        assertThat(run.state().tree()).isSameAs(before.tree());
        assertThat(run.state().contentDigest()).isEqualTo(before.contentDigest());
        assertThat(run.state().zxid()).isEqualTo(before.zxid() + 1);
    }

    @Test
    void theEmptyMultiIsFine() {
        assertThat(run.resultOf(multi())).isEqualTo(new Result.Committed(List.of()));
    }

    @Test
    void checkStandsOnlyInAMulti() {
        run.create("/a");

        assertRefused(run.resultOf(checked("/a", 0)), ErrorCode.BAD_ARGUMENTS, "");
        assertThat(run.resultOf(multi(checked("/a", 0))))
                .isEqualTo(new Result.Committed(List.of(new Result.Checked())));
        assertThat(run.resultOf(multi(checked("/x", 0)))).isEqualTo(new Result.Failure(ErrorCode.NO_NODE, "/x", 0));
    }

    // ---- Reap ----

    @Test
    void anEmptiedContainerIsReaped() {
        run.create("/c", CreateMode.CONTAINER, SessionId.NONE);
        run.create("/c/x");
        run.apply(deleted("/c/x"));
        Applied applied = run.apply(reap("/c", 3));

        assertThat(applied.result()).isEqualTo(new Result.Done());
        assertThat(applied.changes()).containsExactly(new Change.NodeDeleted(new ZnodePath("/c")));
        assertThat(run.stat("/").pzxid()).isEqualTo(4);
    }

    @Test
    void whatIsNotTheEmptyContainerThatWasFoundStays() {
        run.create("/c", CreateMode.CONTAINER, SessionId.NONE);
        run.create("/p");

        assertRefused(run.resultOf(reap("/x", 1)), ErrorCode.NO_NODE, "/x");
        assertRefused(run.resultOf(reap("/p", 2)), ErrorCode.BAD_VERSION, "/p");
        assertRefused(run.resultOf(reap("/", 0)), ErrorCode.NOT_EMPTY, "/");
        assertRefused(run.resultOf(reap("/c", 1)), ErrorCode.BAD_VERSION, "/c");
        run.create("/c/x");
        assertRefused(run.resultOf(reap("/c", run.stat("/c").pzxid())), ErrorCode.NOT_EMPTY, "/c");
        run.apply(deleted("/c/x"));
        assertRefused(run.resultOf(reap("/c", run.stat("/c").pzxid() - 1)), ErrorCode.BAD_VERSION, "/c");
        assertThat(run.znode("/c")).isNotNull();
    }

    private static Command.Reap reap(String path, long pzxid) {
        return new Command.Reap(new ZnodePath(path), pzxid);
    }

    // ---- Indifference to the language of the member ----

    @Test
    void digitsAreThoseOfAscii() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(sequential("/n")).isEqualTo("/n0000000000");
        } finally {
            Locale.setDefault(before);
        }
    }
}
