package io.grove.server.session;

import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchSink;
import io.grove.session.Session;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.List;

/**
 * One stream that is attached to a session, at the epoch that attaching gave it. A session has at most one that counts:
 * the one with its newest epoch. Compared by identity.
 */
public final class SessionConnection implements WatchSink {
    private final SessionId sessionId;
    private final long attachEpoch;
    private final SessionOutbox outbox;
    private final Runnable onEnd;
    private volatile Caller caller;
    private volatile boolean hasShownLife = true;
    /** Guarded by the state lock. */
    private boolean isClosing;

    /**
     * A connection that has just been attached.
     *
     * @param caller what is known of the client
     * @param onEnd is run under the state lock when the registry has ended it
     */
    public SessionConnection(
            SessionId sessionId, long attachEpoch, Caller caller, SessionOutbox outbox, Runnable onEnd) {
        this.sessionId = sessionId;
        this.attachEpoch = attachEpoch;
        this.caller = caller;
        this.outbox = outbox;
        this.onEnd = onEnd;
    }

    /** Its session. */
    public SessionId sessionId() {
        return sessionId;
    }

    /** The epoch under which its writes are sent. */
    public long attachEpoch() {
        return attachEpoch;
    }

    /** What is known of the client by now. Needs no lock. */
    @Override
    public Caller caller() {
        return caller;
    }

    /** More is known of the client: this holds for what comes after, events too. Called by the stream's thread. */
    public void authenticated(Caller callerAfter) {
        caller = callerAfter;
    }

    /** What is to be sent to its client. */
    public SessionOutbox outbox() {
        return outbox;
    }

    @Override
    public long eventBytesMax() {
        return outbox.eventBytesMax();
    }

    /** The client has sent something. Thread-safe, needs no lock. */
    public void touch() {
        hasShownLife = true;
    }

    /** Whether the client has sent something since this was last asked. */
    boolean takeLife() {
        boolean alive = hasShownLife;
        if (alive) {
            hasShownLife = false;
        }
        return alive;
    }

    /** The client has asked to close the session, or to leave it: the end is then no surprise. */
    public void closing() {
        isClosing = true;
    }

    /** The session is gone. Guarded by the state lock. */
    void sessionGone(long zxid) {
        if (isClosing) {
            end(new OutboundFrame.Closed(zxid));
        } else {
            end(new OutboundFrame.Ended(Reply.Refusal.of(
                    RefusalReason.SESSION_EXPIRED, "session " + sessionId + " does not exist any more")));
        }
    }

    /** The session was left behind, as the client asked. Guarded by the state lock. */
    void left(long zxid) {
        end(new OutboundFrame.Closed(zxid));
    }

    /** The session has another epoch since, for a reason that was not seen. Guarded by the state lock. */
    void replaced(Session session, long zxid) {
        if (isClosing && session.lingerMs() > 0) {
            left(zxid);
        } else {
            moved();
        }
    }

    /** The session was attached again. Guarded by the state lock. */
    void moved() {
        end(new OutboundFrame.Ended(Reply.Refusal.of(
                RefusalReason.SESSION_MOVED, "session " + sessionId + " was attached again, elsewhere or here")));
    }

    private void end(OutboundFrame lastFrame) {
        outbox.offer(lastFrame);
        onEnd.run();
    }

    @Override
    public void deliver(long zxid, List<WatchEvent> events) {
        if (!outbox.offer(new OutboundFrame.Events(zxid, false, events))) {
            throw new IllegalStateException("OUTBOX_ZXID_ORDER: an event of zxid " + zxid
                    + " came after something newer, session " + sessionId);
        }
    }
}
