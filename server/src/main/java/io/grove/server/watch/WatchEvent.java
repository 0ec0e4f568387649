package io.grove.server.watch;

import io.grove.tree.ZnodePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event for one sink.
 *
 * @param zxid the write that caused it; for {@link WatchEventType#RESYNC} the zxid from which on nothing is missing
 * @param type what happened
 * @param path to which znode; for {@link WatchEventType#RESYNC} the watched path
 * @param watchIds the watches of this sink that it is for
 * @param node the znode as that write left it, if one of them asks for it and it is there, readable, and kept
 */
public record WatchEvent(
        long zxid,
        WatchEventType type,
        ZnodePath path,
        List<Long> watchIds,
        @Nullable EventNode node) {
    private static final long EVENT_BYTES = 48;
    private static final long WATCH_ID_BYTES = 24;

    /** Copies the list. */
    public WatchEvent {
        watchIds = List.copyOf(watchIds);
    }

    /** Estimate of what it takes besides the znode, on the heap and on the wire alike. */
    public long bytes() {
        return EVENT_BYTES + path.value().length() + WATCH_ID_BYTES * watchIds.size();
    }

    /** Events may be missing. */
    static WatchEvent resync(long zxid, Watch watch) {
        return new WatchEvent(zxid, WatchEventType.RESYNC, watch.path(), List.of(watch.id()), null);
    }
}
