package io.grove.server.pipeline;

import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.server.state.LocalState;
import io.grove.server.time.Scheduler;
import io.grove.tree.SessionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The lanes of this member, and so all its writes that wait for their apply. A write is answered from this member's own
 * apply, never from a reply of the log or the leader; those only tell that everything unanswered has to be sent again.
 * That is harmless: the machine applies each write number once. Guarded by the state lock, except
 * {@link #commandsLost}.
 */
final class WritePath {
    /** Losses come in swarms, when a leader goes; one resending serves them all. */
    private static final long RESEND_DELAY_MS = 20;

    private final LocalState state;
    private final Scheduler scheduler;
    private final Map<SessionId, SessionLane> lanes = new LinkedHashMap<>();
    private final AtomicBoolean isResendScheduled = new AtomicBoolean();

    WritePath(LocalState state, Scheduler scheduler) {
        this.state = state;
        this.scheduler = scheduler;
    }

    void add(SessionLane lane) {
        lanes.put(lane.sessionId(), lane);
    }

    void remove(SessionLane lane) {
        lanes.remove(lane.sessionId(), lane);
        lane.clear();
    }

    void applied(Applied applied) {
        SessionLane lane = lanes.get(applied.envelope().sessionId());
        if (lane != null) {
            lane.applied(applied);
        }
    }

    void restored(MachineState root) {
        // What one lane completes may let another go on, so first all of them are prepared.
        lanes.values().forEach(lane -> lane.refuseOvertaken(root));
        for (SessionLane lane : List.copyOf(lanes.values())) {
            lane.restored(root);
        }
    }

    void resendAll() {
        for (SessionLane lane : List.copyOf(lanes.values())) {
            lane.resend();
        }
    }

    void tick() {
        for (SessionLane lane : List.copyOf(lanes.values())) {
            lane.tick();
        }
    }

    /** Some commands may have been lost on the way. Thread-safe; takes no lock. */
    void commandsLost() {
        if (isResendScheduled.compareAndSet(false, true)) {
            scheduler.schedule(this::resendScheduled, RESEND_DELAY_MS);
        }
    }

    private void resendScheduled() {
        isResendScheduled.set(false);
        state.locked(this::resendAll);
    }

    int pendingWrites() {
        int pending = 0;
        for (SessionLane lane : lanes.values()) {
            pending += lane.writes();
        }
        return pending;
    }
}
