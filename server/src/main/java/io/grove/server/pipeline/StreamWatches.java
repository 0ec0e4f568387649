package io.grove.server.pipeline;

import io.grove.machine.MachineState;
import io.grove.server.read.Query;
import io.grove.server.read.Viewer;
import io.grove.server.session.Answer;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.SessionConnection;
import io.grove.server.state.LocalState;
import io.grove.server.watch.ReplayBudget;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchSelection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The watches of one session stream. Reading and leaving a watch is one step, so no change is missed between
 * (NO_MISSED_EVENT). Guarded by the state lock.
 */
final class StreamWatches {
    /** A watch that has missed more events is told RESYNC: reading anew is then cheaper for everybody. */
    static final int REPLAYED_EVENTS_MAX = 1_000;

    private final LocalState state;
    private final SessionConnection connection;
    private final CoreLimits limits;
    private final ReadPath reads;
    private @Nullable ReplayBudget budget;

    StreamWatches(LocalState state, SessionConnection connection, CoreLimits limits, ReadPath reads) {
        this.state = state;
        this.connection = connection;
        this.limits = limits;
        this.reads = reads;
    }

    /** Answers a read from the current root, and leaves its watch when it succeeds. */
    Answer read(MachineState current, Request.Read read, Viewer viewer) {
        Answer answer = reads.read(current, read, viewer);
        boolean isFirst = read.options().atZxid().isEmpty();
        if (read.watchId() != 0 && isFirst && !answer.isRefused() && read.query() instanceof Query.OfPath query) {
            Reply.Refusal refusal = checkRoom(read.watchId());
            if (refusal != null) {
                return Answer.at(current.zxid(), refusal);
            }
            state.watches().add(connection, new Watch(read.watchId(), query.path(), ReadPath.watchMode(query)));
        }
        return answer;
    }

    /** Leaves a watch; what it has missed goes into the outbox before the answer. */
    Answer add(MachineState current, Request.AddWatch add) {
        Watch watch = add.watch();
        Reply.Refusal refusal = checkRoom(watch.id());
        if (refusal != null) {
            return Answer.at(current.zxid(), refusal);
        }
        if (add.fromZxid().isPresent()) {
            resume(watch, add.fromZxid().getAsLong());
        } else {
            state.watches().add(connection, watch);
        }
        return Answer.at(current.zxid(), new Reply.WatchAdded());
    }

    private void resume(Watch watch, long fromZxid) {
        // A client that is slow already is not buried under its past.
        boolean isHalfFull = connection.outbox().bytes() > limits.outbox().bytesMax() / 2;
        List<WatchEvent> missed = budget().take(fromZxid)
                ? state.resume(connection, watch, fromZxid, isHalfFull ? 0 : REPLAYED_EVENTS_MAX)
                : state.resync(connection, watch);
        if (!missed.isEmpty()) {
            long zxid = missed.get(missed.size() - 1).zxid();
            connection.outbox().offer(new OutboundFrame.Events(zxid, true, missed));
        }
    }

    private ReplayBudget budget() {
        ReplayBudget known = budget;
        if (known == null) {
            known = state.replayBudget();
            budget = known;
        }
        return known;
    }

    Answer remove(MachineState current, Request.RemoveWatch remove) {
        List<Long> removed = state.watches().remove(connection, remove.which());
        Reply reply = removed.isEmpty() && !(remove.which() instanceof WatchSelection.All)
                ? Reply.Refusal.of(RefusalReason.NO_WATCH, "there is no such watch: " + remove.which())
                : new Reply.WatchesRemoved(removed);
        return Answer.at(current.zxid(), reply);
    }

    private Reply.@Nullable Refusal checkRoom(long watchId) {
        if (state.watches().has(connection, watchId)) {
            return Reply.Refusal.badArguments("watch_id " + watchId + " is in use");
        }
        return state.watches().count(connection) >= limits.watchesMax()
                ? Reply.Refusal.overloaded("the stream has " + limits.watchesMax() + " watches, as many as it may", 0)
                : null;
    }
}
