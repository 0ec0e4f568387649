package io.grove.machine;

import io.grove.command.Change;
import io.grove.command.Result;
import io.grove.session.Session;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.SystemPaths;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The promises that hold for every state and every step, by name. For tests and simulation: it looks at the whole
 * state. What does not hold is thrown as {@link IllegalStateException} whose message begins with the name.
 */
public final class Invariants {
    private Invariants() {}

    /** Checks one state. */
    public static void check(MachineState state) {
        checkZnodes(state);
        checkSessions(state);
        require(
                state.digest() == StateDigest.recompute(state),
                "APPLY_IS_DETERMINISTIC",
                () -> "the digest kept by the commands is not that of the state");
    }

    /** Checks one step, and the state after it. */
    public static void check(MachineState before, Applied applied) {
        MachineState next = applied.next();
        require(
                next.zxid() == before.zxid() + 1,
                "ZXID_MONOTONIC",
                () -> before.zxid() + " is followed by " + next.zxid());
        require(
                applied.writeZxid() > 0 && applied.writeZxid() <= next.zxid(),
                "ZXID_MONOTONIC",
                () -> "write zxid " + applied.writeZxid() + " at zxid " + next.zxid());
        require(
                next.timeMs() >= before.timeMs(),
                "TIME_MONOTONIC",
                () -> before.timeMs() + " ms is followed by " + next.timeMs() + " ms");
        checkSequences(before, applied);
        checkWindows(before, applied);
        check(next);
    }

    private static void checkZnodes(MachineState state) {
        for (TreeWalk walk = state.tree().walk(); walk.advance(); ) {
            checkZnode(state, walk.path(), walk.znode());
        }
    }

    private static void checkZnode(MachineState state, ZnodePath path, Znode znode) {
        require(
                znode.equals(state.tree().find(path))
                        && (path.isRoot() || state.tree().find(path.parent()) != null),
                "PARENT_EXISTS",
                () -> path + " is not where the walk found it");
        boolean isEphemeral = znode.kind() == NodeKind.EPHEMERAL;
        require(
                isEphemeral != znode.owner().isNone()
                        && (!isEphemeral || state.sessions().find(znode.owner()) != null),
                "EPHEMERAL_HAS_LIVE_OWNER",
                () -> path + " is " + znode.kind() + " and owned by session " + znode.owner());
        require(!isEphemeral || znode.createCount() == 0, "EPHEMERAL_IS_LEAF", () -> path + " had a child");
        require(
                znode.createCount() >= znode.children().size() - initialChildren(path),
                "SEQUENCE_NEVER_REUSED",
                () -> path + " has more children than were created in it");
        require(
                znode.czxid() <= Math.min(znode.mzxid(), znode.pzxid())
                        && Math.max(znode.mzxid(), znode.pzxid()) <= state.zxid(),
                "ZXID_MONOTONIC",
                () -> path + " has a zxid out of order: " + znode.stat());
        require(
                znode.ctimeMs() <= znode.mtimeMs() && znode.mtimeMs() <= state.timeMs(),
                "TIME_MONOTONIC",
                () -> path + " has a time out of order: " + znode.stat());
        checkDescendants(path, znode);
    }

    /** How many children it had from the beginning, created by nobody. */
    private static int initialChildren(ZnodePath path) {
        if (path.equals(SystemPaths.ZOOKEEPER)) {
            return 2;
        }
        return path.isRoot() ? 1 : 0;
    }

    private static void checkDescendants(ZnodePath path, Znode znode) {
        long descendants = 0;
        long bytes = 0;
        for (Map.Entry<String, Znode> entry : znode.children()) {
            Znode child = entry.getValue();
            descendants += 1 + child.descendants();
            bytes += child.dataLength() + child.descendantBytes();
        }
        require(
                znode.descendants() == descendants && znode.descendantBytes() == bytes,
                "DESCENDANTS_ARE_COUNTED",
                () -> path + " counts " + znode.descendants() + " descendants of " + znode.descendantBytes()
                        + " bytes");
    }

    private static void checkSessions(MachineState state) {
        List<String> owned = new ArrayList<>();
        state.tree().forEach((path, znode) -> {
            if (znode.kind() == NodeKind.EPHEMERAL) {
                owned.add(znode.owner() + " " + path);
            }
        });
        List<String> listed = new ArrayList<>();
        for (SessionId owner : state.sessions().ephemeralOwners()) {
            state.sessions().ephemerals(owner).forEach(path -> listed.add(owner + " " + path));
        }
        owned.sort(null);
        listed.sort(null);
        require(
                owned.equals(listed),
                "EPHEMERAL_HAS_LIVE_OWNER",
                () -> "sessions list " + listed + ", the tree has " + owned);
        for (Session session : state.sessions()) {
            require(
                    session.ephemeralsMax() == 0
                            || state.sessions().ephemeralCount(session.id()) <= session.ephemeralsMax(),
                    "EPHEMERALS_ARE_LIMITED",
                    () -> "session " + session.id() + " owns more ephemerals than " + session.ephemeralsMax());
            require(
                    session.id().value() > 0 && session.id().value() <= state.zxid() && session.attachEpoch() > 0,
                    "ZXID_MONOTONIC",
                    () -> "session " + session.id() + " of epoch " + session.attachEpoch() + " at zxid "
                            + state.zxid());
        }
    }

    /** The create counter of a znode that stays only grows, by one for each creation. */
    private static void checkSequences(MachineState before, Applied applied) {
        applied.next().tree().forEach((path, after) -> {
            Znode old = before.tree().find(path);
            if (old != null && old.czxid() == after.czxid()) {
                long expected = old.createCount() + creationsIn(path, applied.changes());
                require(
                        after.createCount() == expected,
                        "SEQUENCE_NEVER_REUSED",
                        () -> path + " counted " + after.createCount() + " creations, not " + expected);
            }
        });
    }

    private static long creationsIn(ZnodePath parent, List<Change> changes) {
        return changes.stream()
                .filter(change -> change instanceof Change.NodeCreated created
                        && created.path().parent().equals(parent))
                .count();
    }

    /** Windows only move forward, by one write for each command. */
    private static void checkWindows(MachineState before, Applied applied) {
        for (Session after : applied.next().sessions()) {
            Session old = before.sessions().find(after.id());
            long lastBefore = old == null ? 0 : old.lastWriteNumber();
            boolean isSender = after.id().equals(applied.envelope().sessionId());
            boolean isNext = after.lastWriteNumber() == lastBefore + 1
                    && isSender
                    && applied.envelope().writeNumber() == after.lastWriteNumber()
                    && applied.writeZxid() == applied.next().zxid();
            require(
                    after.lastWriteNumber() == lastBefore || isNext,
                    "APPLIED_ONCE",
                    () -> "session " + after.id() + " went from write " + lastBefore + " to "
                            + after.lastWriteNumber());
        }
        if (applied.result() instanceof Result.Failure
                || applied.writeZxid() != applied.next().zxid()) {
            require(
                    applied.changes().isEmpty()
                            && Objects.equals(before.tree(), applied.next().tree()),
                    "APPLIED_ONCE",
                    () -> "a refused or repeated command changed the tree");
        }
    }

    private static void require(boolean holds, String invariant, Supplier<String> message) {
        if (!holds) {
            throw new IllegalStateException(invariant + ": " + message.get());
        }
    }
}
