package io.grove.server.watch;

/** What happened to a watched znode. */
public enum WatchEventType {
    /** It was created. */
    NODE_CREATED,
    /** It was deleted. */
    NODE_DELETED,
    /** Its data was set. */
    NODE_DATA_CHANGED,
    /** A child of it was created or deleted. */
    NODE_CHILDREN_CHANGED,
    /** Events may be missing; a one-shot watch has ended with this. */
    RESYNC
}
