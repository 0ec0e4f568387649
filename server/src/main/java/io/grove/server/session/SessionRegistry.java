package io.grove.server.session;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.session.Session;
import io.grove.tree.SessionId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that are attached at this member, each by one connection. What ends a connection is only what stands in
 * the log: the session was closed or expired (EXPIRE_ONLY_BY_LOG), or was attached again, which its epoch tells.
 * Guarded by the state lock, where nothing else is said.
 */
public final class SessionRegistry {
    private final Map<SessionId, SessionConnection> connections = new LinkedHashMap<>();
    private final Set<SessionId> keptAlive = ConcurrentHashMap.newKeySet();
    private volatile int count;

    /** Adds a connection whose attaching was applied just now. An older one of the same session ends. */
    public void attach(SessionConnection connection) {
        SessionConnection older = connections.put(connection.sessionId(), connection);
        count = connections.size();
        if (older != null) {
            older.moved();
        }
    }

    /**
     * The stream of a connection is gone; its session lives on. What life it has shown since the last report is still
     * reported: its client may have been told so, and counts its time from there.
     */
    public void detach(SessionConnection connection) {
        if (remove(connection) && connection.takeLife()) {
            touch(connection.sessionId());
        }
    }

    private boolean remove(SessionConnection connection) {
        boolean wasHere = connections.remove(connection.sessionId(), connection);
        count = connections.size();
        return wasHere;
    }

    /** A client without stream has shown life of its session. Thread-safe, needs no lock. */
    public void touch(SessionId sessionId) {
        keptAlive.add(sessionId);
    }

    /** A command was applied; the state is already published. */
    public void applied(Applied applied) {
        Command command = applied.envelope().command();
        if (command instanceof Command.CloseSession close && applied.result() instanceof Result.Done) {
            SessionConnection connection = connections.remove(close.sessionId());
            count = connections.size();
            if (connection != null) {
                connection.sessionGone(applied.next().zxid());
            }
        } else if (command instanceof Command.Linger linger && applied.result() instanceof Result.Done) {
            left(linger, applied.next().zxid());
        } else if (applied.result() instanceof Result.SessionAttached attached) {
            SessionConnection connection = connections.get(attached.sessionId());
            if (connection != null && connection.attachEpoch() < attached.attachEpoch()) {
                remove(connection);
                connection.moved();
            }
        }
    }

    private void left(Command.Linger linger, long zxid) {
        SessionConnection connection = connections.get(linger.sessionId());
        // A newer one has attached since: this is the first answer, given again to a repetition that came late.
        if (connection != null && connection.attachEpoch() <= linger.expectedEpoch()) {
            remove(connection);
            connection.left(zxid);
        }
    }

    /** The state was replaced. */
    public void restored(MachineState state) {
        for (SessionConnection connection : List.copyOf(connections.values())) {
            Session session = state.sessions().find(connection.sessionId());
            if (session == null) {
                remove(connection);
                connection.sessionGone(state.zxid());
            } else if (session.attachEpoch() != connection.attachEpoch()) {
                remove(connection);
                connection.replaced(session, state.zxid());
            }
        }
    }

    /** Which of these sessions are attached at this member. */
    public Set<SessionId> attachedOf(Collection<SessionId> sessionIds) {
        Set<SessionId> attached = new LinkedHashSet<>(sessionIds);
        attached.retainAll(connections.keySet());
        return attached;
    }

    /** Tells all connections whether this member has contact to a leader. */
    public void contactChanged(boolean inContact) {
        for (SessionConnection connection : List.copyOf(connections.values())) {
            connection.outbox().offer(new OutboundFrame.ContactChanged(inContact));
        }
    }

    /** Ends all connections: the member stops. The sessions live on. */
    public void endAll(Reply.Refusal refusal) {
        for (SessionConnection connection : List.copyOf(connections.values())) {
            remove(connection);
            connection.outbox().offer(new OutboundFrame.Ended(refusal));
        }
    }

    /** The sessions that have shown life since this was last asked. */
    Set<SessionId> takeAlive() {
        Set<SessionId> alive = new LinkedHashSet<>();
        for (SessionConnection connection : connections.values()) {
            if (connection.takeLife()) {
                alive.add(connection.sessionId());
            }
        }
        for (SessionId sessionId : List.copyOf(keptAlive)) {
            keptAlive.remove(sessionId);
            alive.add(sessionId);
        }
        return alive;
    }

    /** Number of connections. Needs no lock. */
    public int count() {
        return count;
    }
}
