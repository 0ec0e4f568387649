package io.grove.server.session;

import io.grove.server.watch.EventNode;
import io.grove.server.watch.WatchEvent;
import org.jspecify.annotations.Nullable;

/** What an outbox has to know of a frame: its place in the order, and its weight. */
final class FrameFacts {
    private FrameFacts() {}

    /** The zxid by which it is ordered, -1 for a frame that may stand anywhere. */
    static long orderZxid(OutboundFrame frame) {
        if (frame instanceof OutboundFrame.Answered answered) {
            return answered.answer().isPast() ? -1 : answered.answer().zxid();
        }
        if (frame instanceof OutboundFrame.Events events) {
            return events.replayed() ? -1 : events.zxid();
        }
        if (frame instanceof OutboundFrame.Progress progress) {
            return progress.zxid();
        }
        if (frame instanceof OutboundFrame.Opened opened) {
            return opened.zxid();
        }
        return -1;
    }

    /** Estimated size in bytes, on the heap and on the wire alike. */
    static long bytes(OutboundFrame frame) {
        long bytes = SessionOutbox.FRAME_OVERHEAD_BYTES;
        if (frame instanceof OutboundFrame.Answered answered) {
            bytes += ReplyWeight.of(answered.answer().reply());
        } else if (frame instanceof OutboundFrame.Events events) {
            for (WatchEvent event : events.events()) {
                bytes += event.bytes() + bytes(event.node());
            }
        }
        return bytes;
    }

    private static long bytes(@Nullable EventNode node) {
        return node == null ? 0 : ReplyWeight.STAT_BYTES + ReplyWeight.of(node.data());
    }
}
