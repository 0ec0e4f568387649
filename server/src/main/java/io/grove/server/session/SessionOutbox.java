package io.grove.server.session;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait to be sent on one stream, in order and bounded.
 *
 * <p>OUTBOX_ZXID_ORDER: the zxids of frames never decrease, except for replayed events. An answer that is older than
 * what is already here is refused, and whoever offers it answers again from a newer state.
 *
 * <p>A client that reads too slowly fills it. Then what waits is dropped <em>as a whole</em> and the stream ends with
 * OVERLOADED: the client has seen a gapless beginning, attaches again, sends its unanswered writes again and resumes
 * its watches from the last zxid it saw. Nothing is ever dropped in the middle.
 *
 * <p>Thread-safe; its lock is a leaf. The door drains it: {@code drain} is run by the stream's executor when there is
 * something to send, and polls until null is returned or the transport wants no more; when the transport is ready again
 * the door drains by itself. The door makes sure that only one drain runs at a time.
 */
public final class SessionOutbox {
    /** Weight of a frame besides what it carries: objects, queue place, header. */
    static final int FRAME_OVERHEAD_BYTES = 64;

    private static final long OVERFLOW_RETRY_MS = 100;

    /** A message has to stay sendable, also to clients that take no more than 4 MiB. */
    private static final long EVENT_BYTES_MAX = 1 << 20;

    private final OutboxLimits limits;
    private final Executor executor;
    private final Runnable drain;

    private final ArrayDeque<OutboundFrame> frames = new ArrayDeque<>();
    private long bytes;
    private long lastZxid;
    private boolean isEnded;
    private boolean isWoken;

    /** An empty outbox. */
    public SessionOutbox(OutboxLimits limits, Executor executor, Runnable drain) {
        this.limits = limits;
        this.executor = executor;
        this.drain = drain;
    }

    /**
     * Puts a frame at the end. After the last frame everything is swallowed: nobody is there to be told.
     *
     * @return false if the frame is older than one that is already here; it was not taken
     */
    public boolean offer(OutboundFrame frame) {
        boolean wake;
        synchronized (this) {
            if (isEnded) {
                return true;
            }
            long zxid = FrameFacts.orderZxid(frame);
            if (zxid >= 0) {
                if (zxid < lastZxid) {
                    return false;
                }
                lastZxid = zxid;
            }
            wake = add(frame);
        }
        if (wake) {
            executor.execute(drain);
        }
        return true;
    }

    private boolean add(OutboundFrame frame) {
        long size = FrameFacts.bytes(frame);
        if (frame.isLast()) {
            isEnded = true;
        } else if (frames.size() >= limits.framesMax() || bytes + size > limits.bytesMax()) {
            frames.clear();
            bytes = 0;
            isEnded = true;
            return add(new OutboundFrame.Ended(Reply.Refusal.overloaded(
                    "the client reads too slowly: more than " + limits.framesMax() + " frames or " + limits.bytesMax()
                            + " bytes are waiting for it",
                    OVERFLOW_RETRY_MS)));
        }
        frames.addLast(frame);
        bytes += size;
        // A door may wait for its transport; the end it can send, or say otherwise, without.
        boolean wake = !isWoken || frame.isLast();
        isWoken = true;
        return wake;
    }

    /** The next frame to send, or null when none is waiting; {@code drain} is then run again when one comes. */
    public synchronized @Nullable OutboundFrame poll() {
        OutboundFrame frame = frames.pollFirst();
        if (frame == null) {
            isWoken = false;
            return null;
        }
        bytes -= FrameFacts.bytes(frame);
        return frame;
    }

    /** Drops what waits and takes nothing more: the stream is gone. */
    public synchronized void discard() {
        frames.clear();
        bytes = 0;
        isEnded = true;
    }

    /** Whether the last frame is in, or the stream is gone. */
    public synchronized boolean isEnded() {
        return isEnded;
    }

    /** Number of waiting frames. */
    public synchronized int size() {
        return frames.size();
    }

    /**
     * How much the events of one frame may take, and once more the data that they carry: so much that a client that
     * keeps up never overflows.
     */
    public long eventBytesMax() {
        return Math.min(EVENT_BYTES_MAX, limits.bytesMax() / 4);
    }

    /** Estimated size of what waits. */
    public synchronized long bytes() {
        return bytes;
    }
}
