package io.grove.client;

/** What a watch waits for. */
public enum WatchMode {
    /** One event: the znode's data is set, or it is deleted. */
    ONE_SHOT_DATA,
    /** One event: the znode is created, its data is set, or it is deleted. It need not exist. */
    ONE_SHOT_EXISTS,
    /** One event: a child of the znode is created or deleted, or it is deleted itself. */
    ONE_SHOT_CHILDREN,
    /** Every event of the znode: created, deleted, data set, children changed. It need not exist. */
    PERSISTENT,
    /** Every creation, deletion and setting of data of the znode and all its descendants. It need not exist. */
    PERSISTENT_RECURSIVE;

    /** Whether it ends with its first event. */
    public boolean isOneShot() {
        return this != PERSISTENT && this != PERSISTENT_RECURSIVE;
    }
}
