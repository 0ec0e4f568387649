package io.grove.server.watch;

import io.grove.tree.ZnodePath;
import java.util.List;

/**
 * One event for one sink.
 *
 * @param zxid the write that caused it; for {@link WatchEventType#RESYNC} the zxid from which on nothing is missing
 * @param type what happened
 * @param path to which znode; for {@link WatchEventType#RESYNC} the watched path
 * @param watchIds the watches of this sink that it is for
 */
public record WatchEvent(long zxid, WatchEventType type, ZnodePath path, List<Long> watchIds) {
    /** Copies the list. */
    public WatchEvent {
        watchIds = List.copyOf(watchIds);
    }
}
