package io.grove.server.pipeline;

import io.grove.server.session.SessionOutbox;

/**
 * The events of one watch, for a client without session. The first frame is a {@code Progress} that says from which zxid
 * on events follow; then come {@code Events}, and further {@code Progress} when the door asks for them.
 */
@SuppressWarnings("DoNotCallSuggester") // Bodies follow.
public final class WatchStream {
    WatchStream() {}

    /** What is to be sent to the client. */
    public SessionOutbox outbox() {
        throw new UnsupportedOperationException();
    }

    /** Adds a mark of progress to the outbox. */
    public void progress() {
        throw new UnsupportedOperationException();
    }

    /** Takes the watch back. Harmless when repeated. */
    public void close() {
        throw new UnsupportedOperationException();
    }
}
