package io.grove.server.watch;

import io.grove.tree.ZnodePath;

/**
 * One watch of one sink.
 *
 * @param id chosen by the client, unique within its sink
 * @param path which znode
 * @param mode what it waits for
 * @param filter what of that it wants to be told
 */
public record Watch(long id, ZnodePath path, WatchMode mode, WatchFilter filter) {
    /** A watch that wants to be told everything. */
    public Watch(long id, ZnodePath path, WatchMode mode) {
        this(id, path, mode, WatchFilter.NONE);
    }

    /** Whether this is what it waits for: a row of the matrix of specification C.2, and the filter. */
    boolean awaits(Occurrence occurrence) {
        WatchEventType type = occurrence.type();
        boolean isOwn = occurrence.path().equals(path) && mode.awaits(type);
        boolean isBelow = mode == WatchMode.PERSISTENT_RECURSIVE
                && type != WatchEventType.NODE_CHILDREN_CHANGED
                && occurrence.path().isWithin(path);
        return (isOwn || isBelow) && filter.passes(type, path, occurrence.path());
    }
}
