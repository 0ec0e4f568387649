package io.grove.machine;

import static io.grove.machine.MachineRun.created;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.command.Change;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.session.RecordedWrite;
import io.grove.session.Session;
import io.grove.session.SessionTable;
import io.grove.session.WriteWindow;
import io.grove.tree.Acl;
import io.grove.tree.BrokenTrees;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.NodeKind;
import io.grove.tree.QuotaTable;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.TreeLoader;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each invariant can fail, and says which it is. */
class InvariantsTest {
    private static final ZnodePath A = new ZnodePath("/a");
    private static final CommandEnvelope BARRIER = CommandEnvelope.ofEnsemble(new Command.Barrier());

    private static MachineState state(ZnodeTree tree, SessionTable sessions) {
        return MachineState.restored(tree, sessions, QuotaTable.EMPTY, 9, 9);
    }

    private static ZnodeTree ephemeral(SessionId owner) {
        return ZnodeTree.initial().create(A, Znode.created(NodeKind.EPHEMERAL, owner, 0, Acl.OPEN, null, 1, 1), 1);
    }

    private static void assertBroken(String invariant, MachineState state) {
        assertThatThrownBy(() -> Invariants.check(state))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(invariant + ": .*[a-z/]{3}.*");
    }

    private static void assertBroken(String invariant, MachineState before, Applied applied) {
        assertThatThrownBy(() -> Invariants.check(before, applied))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(invariant + ": .*[a-z/]{3}.*");
    }

    @Test
    void anEphemeralNeedsALiveOwnerThatListsIt() {
        SessionId owner = new SessionId(1);
        SessionTable open =
                SessionTable.empty().with(Session.opened(owner, new Command.OpenSession(1, new byte[0], "", false)));

        assertBroken("EPHEMERAL_HAS_LIVE_OWNER", state(ephemeral(owner), SessionTable.empty()));
        assertBroken("EPHEMERAL_HAS_LIVE_OWNER", state(ephemeral(owner), open));
        assertBroken("EPHEMERAL_HAS_LIVE_OWNER", state(ZnodeTree.initial(), open.withEphemeral(owner, A)));
        assertThatCode(() -> Invariants.check(state(ephemeral(owner), open.withEphemeral(owner, A))))
                .doesNotThrowAnyException();
    }

    @Test
    void anOwnerWhoOnlyListsItIsNotAlive() {
        SessionId owner = new SessionId(1);

        assertBroken(
                "EPHEMERAL_HAS_LIVE_OWNER",
                state(ephemeral(owner), SessionTable.empty().withEphemeral(owner, A)));
    }

    @Test
    void aSessionOwnsNoMoreEphemeralsThanItMay() {
        SessionId owner = new SessionId(1);
        ZnodePath b = A.parent().child("b");
        ZnodeTree two =
                ephemeral(owner).create(b, Znode.created(NodeKind.EPHEMERAL, owner, 0, Acl.OPEN, null, 2, 2), 2);
        for (long max : new long[] {0, 1, 2}) {
            Command.OpenSession terms =
                    new Command.OpenSession(1, new byte[0], "", Collections.emptySortedMap(), max, false);
            MachineState state = state(
                    two,
                    SessionTable.empty()
                            .with(Session.opened(owner, terms))
                            .withEphemeral(owner, A)
                            .withEphemeral(owner, b));
            if (max == 1) {
                assertBroken("EPHEMERALS_ARE_LIMITED", state);
            } else {
                assertThatCode(() -> Invariants.check(state)).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void aSessionHasAnIdAndAnEpoch() {
        Command.OpenSession terms = new Command.OpenSession(1, new byte[0], "", false);
        Session withoutId = Session.opened(SessionId.NONE, terms);
        Session withoutEpoch = new Session(new SessionId(1), terms, 0, 0, WriteWindow.EMPTY);

        assertBroken(
                "ZXID_MONOTONIC",
                state(ZnodeTree.initial(), SessionTable.empty().with(withoutId)));
        assertBroken(
                "ZXID_MONOTONIC",
                state(ZnodeTree.initial(), SessionTable.empty().with(withoutEpoch)));
    }

    @Test
    void descendantsAreCounted() {
        assertBroken("DESCENDANTS_ARE_COUNTED", state(BrokenTrees.withoutOneDescendant(), SessionTable.empty()));
        assertBroken("DESCENDANTS_ARE_COUNTED", state(BrokenTrees.withoutOneByte(), SessionTable.empty()));
    }

    @Test
    void childrenWereCreated() {
        TreeLoader loader = new TreeLoader();
        loader.add(ZnodePath.ROOT, stat(1), 1, Acl.OPEN, null);
        loader.add(
                A, new Stat(0, 0, 0, 0, 0, 0, -1, 0, SessionId.NONE, 0, 1, NodeKind.PERSISTENT, 0), 0, Acl.OPEN, null);
        loader.add(A.child("b"), stat(0), 0, Acl.OPEN, null);

        assertBroken("SEQUENCE_NEVER_REUSED", state(loader.finish(), SessionTable.empty()));
    }

    private static Stat stat(int children) {
        return new Stat(0, 0, 0, 0, 0, 0, children, 0, SessionId.NONE, 0, children, NodeKind.PERSISTENT, 0);
    }

    @Test
    void anEphemeralIsALeaf() {
        SessionId owner = new SessionId(1);
        SessionTable open = SessionTable.empty()
                .with(Session.opened(owner, new Command.OpenSession(1, new byte[0], "", false)))
                .withEphemeral(owner, A);
        Znode child = Znode.created(NodeKind.PERSISTENT, SessionId.NONE, 0, Acl.OPEN, null, 2, 2);

        assertBroken("EPHEMERAL_IS_LEAF", state(ephemeral(owner).create(A.child("b"), child, 2), open));
    }

    @Test
    void nothingIsNewerThanTheState() {
        Znode late = Znode.created(NodeKind.PERSISTENT, SessionId.NONE, 0, Acl.OPEN, null, 10, 1);
        Znode lateByTime = Znode.created(NodeKind.PERSISTENT, SessionId.NONE, 0, Acl.OPEN, null, 1, 10);
        Session session = Session.opened(new SessionId(10), new Command.OpenSession(1, new byte[0], "", false));

        assertBroken("ZXID_MONOTONIC", state(ZnodeTree.initial().create(A, late, 10), SessionTable.empty()));
        assertBroken("TIME_MONOTONIC", state(ZnodeTree.initial().create(A, lateByTime, 1), SessionTable.empty()));
        assertBroken(
                "ZXID_MONOTONIC",
                state(ZnodeTree.initial(), SessionTable.empty().with(session)));
    }

    @Test
    void theDigestIsThatOfTheState() {
        assertBroken(
                "APPLY_IS_DETERMINISTIC",
                new MachineState(ZnodeTree.initial(), SessionTable.empty(), QuotaTable.EMPTY, 9, 9, 4711, 1));
    }

    @Test
    void aStepTakesTheNextZxidAndNoEarlierTime() {
        MachineState state = state(ZnodeTree.initial(), SessionTable.empty());
        MachineState same = MachineState.restored(state.tree(), state.sessions(), QuotaTable.EMPTY, 9, 9);
        MachineState earlier = MachineState.restored(state.tree(), state.sessions(), QuotaTable.EMPTY, 10, 8);
        MachineState next = MachineState.restored(state.tree(), state.sessions(), QuotaTable.EMPTY, 10, 9);
        Result done = new Result.Done();

        assertBroken("ZXID_MONOTONIC", state, new Applied(same, BARRIER, 9, done, List.of()));
        assertBroken("ZXID_MONOTONIC", state, new Applied(next, BARRIER, 11, done, List.of()));
        assertBroken("ZXID_MONOTONIC", state, new Applied(next, BARRIER, 0, done, List.of()));
        assertBroken("TIME_MONOTONIC", state, new Applied(earlier, BARRIER, 10, done, List.of()));
        assertThatCode(() -> Invariants.check(state, new Applied(next, BARRIER, 10, done, List.of())))
                .doesNotThrowAnyException();
    }

    @Test
    void aStepLeadsToAStateThatKeepsTheInvariants() {
        MachineState before = state(ephemeral(new SessionId(1)), SessionTable.empty());
        MachineState next = MachineState.restored(before.tree(), before.sessions(), QuotaTable.EMPTY, 10, 9);

        assertBroken("EPHEMERAL_HAS_LIVE_OWNER", before, new Applied(next, BARRIER, 10, new Result.Done(), List.of()));
    }

    @Test
    void aSessionMayBeAsNewAsTheState() {
        Session session = Session.opened(new SessionId(9), new Command.OpenSession(1, new byte[0], "", false));

        assertThatCode(() -> Invariants.check(
                        state(ZnodeTree.initial(), SessionTable.empty().with(session))))
                .doesNotThrowAnyException();
    }

    @Test
    void aCreateCounterGrowsByTheCreations() {
        MachineRun run = new MachineRun();
        MachineState before = run.state();
        Applied applied = run.apply(created("/a"));
        Applied silent = new Applied(applied.next(), applied.envelope(), 1, applied.result(), List.of());
        Applied twice = new Applied(
                applied.next(),
                applied.envelope(),
                1,
                applied.result(),
                List.of(
                        new Change.NodeCreated(A),
                        new Change.NodeCreated(A.parent().child("b"))));

        assertBroken("SEQUENCE_NEVER_REUSED", before, silent);
        assertBroken("SEQUENCE_NEVER_REUSED", before, twice);
    }

    @Test
    void aWindowMovesOnlyByTheAppliedWrite() {
        MachineRun run = new MachineRun();
        SessionId id = run.open();
        MachineState before = run.state();
        RecordedWrite write = new RecordedWrite(2, new Result.Done());
        Session moved = before.sessions()
                .find(id)
                .withWindow(before.sessions().find(id).window().plus(0, write));
        MachineState next = MachineState.restored(
                before.tree(), before.sessions().with(moved), QuotaTable.EMPTY, before.zxid() + 1, before.timeMs());

        assertBroken("APPLIED_ONCE", before, new Applied(next, BARRIER, 2, new Result.Done(), List.of()));
        CommandEnvelope first = new CommandEnvelope(id, 1, 1, 0, Caller.ANONYMOUS, new Command.Barrier());
        assertThatCode(() -> Invariants.check(before, new Applied(next, first, 2, new Result.Done(), List.of())))
                .doesNotThrowAnyException();
    }

    @Test
    void aRepetitionChangesNoZnode() {
        MachineRun run = new MachineRun();
        SessionId id = run.open();
        MachineState before = run.state();
        Applied applied = CoordinationMachine.apply(
                before, 0, CommandEnvelope.ofEnsemble(new Command.Create("/e", null, CreateMode.EPHEMERAL, id)));

        assertBroken(
                "APPLIED_ONCE",
                before,
                new Applied(applied.next(), applied.envelope(), 1, applied.result(), applied.changes()));
    }
}
