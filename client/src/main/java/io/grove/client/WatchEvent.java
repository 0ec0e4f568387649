package io.grove.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change that a watch waited for.
 *
 * @param type what happened
 * @param path to which znode; for RESYNC the watched one
 * @param zxid zxid of the write that caused it; for RESYNC the zxid from which on nothing is missing
 * @param node the znode as that write left it, when the watch asked for it, the znode is still there, and the event is
 *     not delivered so late that the member no longer keeps that state
 */
public record WatchEvent(Type type, String path, long zxid, Optional<Node> node) {
    /** Without the znode. */
    public WatchEvent(Type type, String path, long zxid) {
        this(type, path, zxid, Optional.empty());
    }

    /**
     * A znode as an event left it.
     *
     * @param stat its metadata
     * @param data its data, if it was asked for; null and empty are different
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy of up to 1 MiB would be for nothing.
    public record Node(Stat stat, byte @Nullable [] data) {}

    /** What happened. */
    public enum Type {
        /** The znode was created. */
        CREATED,
        /** The znode was deleted. */
        DELETED,
        /** The znode's data was set. */
        DATA_CHANGED,
        /** A child of the znode was created or deleted. */
        CHILDREN_CHANGED,
        /**
         * Events may be missing: the client was cut off for longer than the member's history of changes reaches back.
         * Read the state again. A one-shot watch has fired with this; others go on.
         */
        RESYNC
    }
}
