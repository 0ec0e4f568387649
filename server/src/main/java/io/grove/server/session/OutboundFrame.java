package io.grove.server.session;

import io.grove.server.watch.WatchEvent;
import io.grove.tree.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member sends on one stream. A door sends each frame whole, in one message of its protocol: all events of one
 * command travel together, so that a stream that breaks never leaves a client between two of them.
 */
public sealed interface OutboundFrame {

    /**
     * The session is open, or attached. Always first on a session stream.
     *
     * @param sessionId which
     * @param secret its secret, null when attached
     * @param timeoutMs the timeout that holds
     * @param ephemeralsMax how many ephemerals it may own, 0 for any number
     * @param zxid zxid of the opening or attaching
     */
    record Opened(SessionId sessionId, byte @Nullable [] secret, long timeoutMs, long ephemeralsMax, long zxid)
            implements OutboundFrame {}

    /**
     * The answer to a request.
     *
     * @param xid of the request
     * @param answer its answer
     */
    record Answered(long xid, Answer answer) implements OutboundFrame {}

    /**
     * All events that one command has for this stream.
     *
     * @param zxid zxid of the command
     * @param replayed whether they come from the history, before the answer to the request that left the watch; only
     *     then may the zxid be lower than that of frames before
     * @param events in their order, not empty
     */
    record Events(long zxid, boolean replayed, List<WatchEvent> events) implements OutboundFrame {
        /** Copies the list. */
        public Events {
            events = List.copyOf(events);
        }
    }

    /**
     * Answer to a heartbeat, and the mark of progress of a stream of watch events.
     *
     * @param zxid up to which this member has applied, and every event of this stream was sent before
     */
    record Progress(long zxid) implements OutboundFrame {}

    /**
     * The member has lost, or found again, its contact with a leader.
     *
     * @param inContact whether it has contact
     */
    record ContactChanged(boolean inContact) implements OutboundFrame {}

    /**
     * The session was closed, or left behind, as its client asked. The last frame.
     *
     * @param zxid zxid at which it was
     */
    record Closed(long zxid) implements OutboundFrame {}

    /**
     * The stream can't go on. The last frame.
     *
     * @param refusal why
     */
    record Ended(Reply.Refusal refusal) implements OutboundFrame {}

    /** Whether nothing follows. */
    default boolean isLast() {
        return this instanceof Closed || this instanceof Ended;
    }
}
