package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Batch;
import io.grove.command.Change;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.replication.MemberId;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEventType;
import io.grove.server.watch.WatchMode;
import io.grove.tree.Acl;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows everything that was committed, by zxid, as soon as it is committed. What members answer is compared with it.
 */
public final class Oracle {
    /** What a watch is to be told. */
    public record Expected(long zxid, WatchEventType type, String path) {}

    /** What a watch is to be told if this list allows to read. */
    public record Occurrence(Expected event, Acl acl) {}

    private final SimBounds bounds;
    private final List<Applied> byZxid = new ArrayList<>();
    private final Map<SessionId, Command.CloseReason> closed = new HashMap<>();
    private BiConsumer<MachineState, Applied> observer = (before, applied) -> {};

    /** Knows nothing yet but the limits of all members. */
    Oracle(SimBounds bounds) {
        this.bounds = bounds;
    }

    SimBounds bounds() {
        return bounds;
    }

    /** Tells this of every command, with the state before it. */
    void observe(BiConsumer<MachineState, Applied> told) {
        observer = told;
    }

    /** Whether a member that has applied {@code toZxid} does not keep all changes after {@code fromZxid}. */
    boolean isForgotten(long fromZxid, long toZxid) {
        long changes = 0;
        for (long zxid = fromZxid + 1; zxid <= toZxid && changes <= bounds.historyChangesMax(); zxid++) {
            changes += at(zxid).changes().size();
        }
        return changes > bounds.historyChangesMax();
    }

    void committed(Batch batch) {
        for (CommandEnvelope envelope : batch.envelopes()) {
            MachineState before = state();
            Applied applied = CoordinationMachine.apply(before, batch.timeMs(), envelope);
            byZxid.add(applied);
            if (envelope.command() instanceof Command.CloseSession close && applied.result() instanceof Result.Done) {
                closed.putIfAbsent(close.sessionId(), close.reason());
            }
            observer.accept(before, applied);
        }
    }

    /** A replica has this state: it has to be the one of its zxid. */
    void checkState(MachineState state, MemberId of) {
        assertThat(state.digest())
                .as("APPLY_IS_DETERMINISTIC, SNAPSHOT_EQUALS_REPLAY: %s at zxid %s", of, state.zxid())
                .isEqualTo(stateAt(state.zxid()).digest());
    }

    /** Zxid of the newest command. */
    public long zxid() {
        return byZxid.size();
    }

    /** The newest state. */
    public MachineState state() {
        return stateAt(zxid());
    }

    /** The state of a zxid. */
    public MachineState stateAt(long zxid) {
        return zxid == 0 ? MachineState.EMPTY : at(zxid).next();
    }

    /** The command of a zxid. */
    public Applied at(long zxid) {
        return byZxid.get((int) zxid - 1);
    }

    /** Why a session is closed, null when it is not. */
    public Command.@Nullable CloseReason closeReason(SessionId sessionId) {
        return closed.get(sessionId);
    }

    Map<SessionId, Command.CloseReason> closed() {
        return closed;
    }

    /** The matrix of specification C.2, naively, and the filter: what of one command a watch waits for. */
    public List<Occurrence> awaited(Watch watch, long zxid) {
        String watched = watch.path().value();
        WatchMode mode = watch.mode();
        List<Occurrence> events = new ArrayList<>();
        for (Change change : at(zxid).changes()) {
            String path = change.path().value();
            WatchEventType type = change instanceof Change.NodeCreated
                    ? WatchEventType.NODE_CREATED
                    : change instanceof Change.NodeDeleted
                            ? WatchEventType.NODE_DELETED
                            : WatchEventType.NODE_DATA_CHANGED;
            boolean own = path.equals(watched) && awaits(mode, type);
            boolean below = mode == WatchMode.PERSISTENT_RECURSIVE
                    && (path.equals(watched) || path.startsWith(watched.equals("/") ? "/" : watched + "/"));
            if (own || below) {
                events.add(new Occurrence(new Expected(zxid, type, path), change.acl()));
            }
            boolean childrenChanged = type != WatchEventType.NODE_DATA_CHANGED
                    && new ZnodePath(path).parent().value().equals(watched)
                    && (mode == WatchMode.PERSISTENT || mode == WatchMode.ONE_SHOT_CHILDREN);
            if (childrenChanged) {
                events.add(new Occurrence(
                        new Expected(zxid, WatchEventType.NODE_CHILDREN_CHANGED, watched),
                        ((Change.OfChildren) change).parentAcl()));
            }
        }
        events.removeIf(occurrence -> !passes(watch, occurrence.event()));
        return events;
    }

    private static boolean passes(Watch watch, Expected event) {
        Set<WatchEventType> types = watch.filter().types();
        int depth = levels(event.path()) - levels(watch.path().value());
        return (types.isEmpty() || types.contains(event.type()))
                && depth <= watch.filter().depth().orElse(Integer.MAX_VALUE);
    }

    private static int levels(String path) {
        return path.equals("/") ? 0 : path.split("/").length - 1;
    }

    private static boolean awaits(WatchMode mode, WatchEventType type) {
        return switch (mode) {
            case ONE_SHOT_DATA -> type != WatchEventType.NODE_CREATED;
            case ONE_SHOT_CHILDREN -> type == WatchEventType.NODE_DELETED;
            case ONE_SHOT_EXISTS, PERSISTENT, PERSISTENT_RECURSIVE -> true;
        };
    }
}
