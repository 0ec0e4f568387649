package io.grove.client;

/** What becomes of a new znode. */
public enum CreateMode {
    /** Lives until it is deleted. */
    PERSISTENT,
    /** Lives as long as the session that creates it; has no children. */
    EPHEMERAL,
    /** Persistent; the ensemble appends a number to the name that never repeats under this parent. */
    PERSISTENT_SEQUENTIAL,
    /** Ephemeral; the ensemble appends a number to the name that never repeats under this parent. */
    EPHEMERAL_SEQUENTIAL,
    /** Persistent; the ensemble deletes it some time after its last child has gone. */
    CONTAINER;

    /** Whether a number is appended to the name. */
    public boolean isSequential() {
        return this == PERSISTENT_SEQUENTIAL || this == EPHEMERAL_SEQUENTIAL;
    }
}
