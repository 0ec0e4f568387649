package io.grove.server.pipeline;

import io.grove.server.session.Credential;
import io.grove.server.session.SessionOutbox;

/**
 * One session stream of one client. All that it answers goes through its outbox, also its end. Its methods are called by
 * one thread at a time, in the order of the client's frames, and don't wait.
 */
@SuppressWarnings("DoNotCallSuggester") // Bodies follow.
public final class SessionStream {
    SessionStream() {}

    /** What is to be sent to the client. */
    public SessionOutbox outbox() {
        throw new UnsupportedOperationException();
    }

    /**
     * First frame: opens a session.
     *
     * @param timeoutMs the wished timeout, which the limits raise or lower
     * @param clientName a name for people
     */
    public void open(long timeoutMs, String clientName) {
        throw new UnsupportedOperationException();
    }

    /**
     * First frame: attaches to a session.
     *
     * @param lastZxidSeen the client has seen this zxid, and is answered only when this member has applied it
     */
    public void attach(Credential credential, long lastZxidSeen) {
        throw new UnsupportedOperationException();
    }

    /**
     * A request.
     *
     * @param xid repeated in its answer
     * @param writeNumber for a write its number in the session, 0 for all others
     */
    public void submit(long xid, long writeNumber, Request request) {
        throw new UnsupportedOperationException();
    }

    /** Up to this write number the client has received every answer. */
    public void acknowledged(long writeNumber) {
        throw new UnsupportedOperationException();
    }

    /** A sign of life, to be answered with a progress frame. */
    public void heartbeat() {
        throw new UnsupportedOperationException();
    }

    /** Closes the session, after all requests before. */
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** The transport is gone. The session lives on until its timeout. Harmless when repeated. */
    public void disconnected() {
        throw new UnsupportedOperationException();
    }
}
