package io.grove.server.watch;

/** What a watch waits for. One-shot watches end with their first event. */
public enum WatchMode {
    /** The znode's data is set, or it is deleted. */
    ONE_SHOT_DATA,
    /** The znode is created, its data is set, or it is deleted. */
    ONE_SHOT_EXISTS,
    /** A child is created or deleted, or the znode itself is deleted. */
    ONE_SHOT_CHILDREN,
    /** Every event of the znode, also after it was deleted and created again. */
    PERSISTENT,
    /** Every creation, deletion and setting of data of the znode and its descendants. */
    PERSISTENT_RECURSIVE;

    /** Whether it ends with its first event. */
    public boolean isOneShot() {
        return this == ONE_SHOT_DATA || this == ONE_SHOT_EXISTS || this == ONE_SHOT_CHILDREN;
    }

    /** Whether an event of this type at the watched path itself is what it waits for: specification C.2. */
    boolean awaits(WatchEventType type) {
        return switch (type) {
            case NODE_CREATED -> this == ONE_SHOT_EXISTS || this == PERSISTENT || this == PERSISTENT_RECURSIVE;
            case NODE_DELETED -> true;
            case NODE_DATA_CHANGED -> this != ONE_SHOT_CHILDREN;
            case NODE_CHILDREN_CHANGED -> this == ONE_SHOT_CHILDREN || this == PERSISTENT;
            case RESYNC -> true;
        };
    }
}
