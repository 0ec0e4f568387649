package io.grove.client;

/**
 * A change that a watch waited for.
 *
 * @param type what happened
 * @param path to which znode; for RESYNC the watched one
 * @param zxid zxid of the write that caused it; for RESYNC the zxid from which on nothing is missing
 */
public record WatchEvent(Type type, String path, long zxid) {
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
