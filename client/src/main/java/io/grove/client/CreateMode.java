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
    CONTAINER,
    /** Persistent; the ensemble deletes it when it has no children and its data was not set for its time to live. */
    TTL,
    /** The same; the ensemble appends a number to the name that never repeats under this parent. */
    TTL_SEQUENTIAL;

    /** Whether a number is appended to the name. */
    public boolean isSequential() {
        return this == PERSISTENT_SEQUENTIAL || this == EPHEMERAL_SEQUENTIAL || this == TTL_SEQUENTIAL;
    }

    /** Whether it has a time to live. */
    public boolean hasTtl() {
        return this == TTL || this == TTL_SEQUENTIAL;
    }
}
