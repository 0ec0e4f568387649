package io.grove.server.session;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.server.time.Ticker;
import io.grove.session.Session;
import io.grove.tree.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides, on the leader only, which sessions have had no sign of life for their timeout, and proposes to close them.
 * It never closes one: only the applied command does (EXPIRE_ONLY_BY_LOG), and the machine refuses it when the session
 * was attached again meanwhile.
 *
 * <p>A session whose client said for how long it will be away has that long instead of its timeout.
 *
 * <p>A new leader gives every session its full time. Time is counted in steps, one per tick, and a step never counts
 * for more than two ticks: while the leader itself stood still (garbage collection, a suspended machine, a slow disk)
 * it could not have heard anybody, so that time is nobody's fault.
 *
 * <p>Thread-safe; its lock is a leaf.
 */
public final class SessionExpirer {
    private static final long NANOS_PER_MS = 1_000_000;
    /** A proposal may get lost, so it is repeated every so many ticks until the session is gone. */
    private static final int REPEAT_TICKS = 4;

    private final Ticker ticker;
    private final long tickMs;
    private final EnsembleProposer proposer;

    private final Map<SessionId, Lease> leases = new LinkedHashMap<>();
    private boolean isLeading;
    private long lastTickNanos;
    /** Time that counts, since promotion. */
    private long countedMs;

    /**
     * An expirer that does not lead.
     *
     * @param tickMs how often {@link #tick} is called
     */
    public SessionExpirer(Ticker ticker, long tickMs, EnsembleProposer proposer) {
        this.ticker = ticker;
        this.tickMs = tickMs;
        this.proposer = proposer;
    }

    /** This member leads and has applied everything of earlier terms; these are all sessions. */
    public synchronized void promote(Iterable<Session> sessions) {
        leases.clear();
        isLeading = true;
        countedMs = 0;
        lastTickNanos = ticker.nanos();
        for (Session session : sessions) {
            leases.put(session.id(), new Lease(session, countedMs));
        }
    }

    /** This member does not lead any more. */
    public synchronized void demote() {
        isLeading = false;
        leases.clear();
    }

    /** These sessions have shown life. Without effect when not leading. */
    public synchronized void touched(Collection<SessionId> alive) {
        for (SessionId id : alive) {
            Lease lease = leases.get(id);
            if (lease != null) {
                lease.renew(countedMs);
            }
        }
    }

    /** A command was applied: follows sessions that are opened, attached, left behind and closed. */
    public synchronized void applied(Applied applied) {
        // A late repetition is answered as the first time, and is no sign of life.
        if (!isLeading || applied.writeZxid() != applied.next().zxid()) {
            return;
        }
        if (applied.result() instanceof Result.SessionAttached attached) {
            follow(applied.next().sessions().find(attached.sessionId()));
        } else if (applied.envelope().command() instanceof Command.Linger linger
                && applied.result() instanceof Result.Done) {
            follow(applied.next().sessions().find(linger.sessionId()));
        } else if (applied.envelope().command() instanceof Command.CloseSession close
                && applied.result() instanceof Result.Done) {
            leases.remove(close.sessionId());
        }
    }

    private void follow(@Nullable Session session) {
        if (session != null) {
            leases.put(session.id(), new Lease(session, countedMs));
        }
    }

    /** Counts time and proposes to close what has run out. */
    public void tick() {
        for (Command.CloseSession close : overdue()) {
            proposer.propose(close);
        }
    }

    private synchronized List<Command.CloseSession> overdue() {
        if (!isLeading) {
            return List.of();
        }
        long now = ticker.nanos();
        long elapsedMs = (now - lastTickNanos) / NANOS_PER_MS;
        lastTickNanos += elapsedMs * NANOS_PER_MS;
        countedMs += Math.min(elapsedMs, 2 * tickMs);
        List<Command.CloseSession> overdue = new ArrayList<>();
        leases.forEach((id, lease) -> {
            if (countedMs > lease.deadlineMs && lease.ticksOverdue++ % REPEAT_TICKS == 0) {
                overdue.add(new Command.CloseSession(id, Command.CloseReason.EXPIRED, lease.attachEpoch));
            }
        });
        return overdue;
    }

    /** Number of sessions it looks after; 0 when not leading. */
    public synchronized int size() {
        return leases.size();
    }

    /** How long a session still has. */
    private static final class Lease {
        final long patienceMs;
        final long attachEpoch;
        long deadlineMs;
        int ticksOverdue;

        Lease(Session session, long nowMs) {
            patienceMs = session.patienceMs();
            attachEpoch = session.attachEpoch();
            deadlineMs = nowMs + patienceMs;
        }

        void renew(long nowMs) {
            deadlineMs = nowMs + patienceMs;
            ticksOverdue = 0;
        }
    }
}
