package io.grove.client;

/**
 * How a znode is created.
 *
 * @param mode what becomes of it
 */
public record CreateOptions(CreateMode mode) {
    /** Lives until it is deleted. */
    public static CreateOptions persistent() {
        return new CreateOptions(CreateMode.PERSISTENT);
    }

    /** Lives as long as the session of this client. */
    public static CreateOptions ephemeral() {
        return new CreateOptions(CreateMode.EPHEMERAL);
    }

    /** Persistent, with a number appended to the name. */
    public static CreateOptions persistentSequential() {
        return new CreateOptions(CreateMode.PERSISTENT_SEQUENTIAL);
    }

    /** Ephemeral, with a number appended to the name. */
    public static CreateOptions ephemeralSequential() {
        return new CreateOptions(CreateMode.EPHEMERAL_SEQUENTIAL);
    }

    /** Deleted by the ensemble some time after its last child has gone. */
    public static CreateOptions container() {
        return new CreateOptions(CreateMode.CONTAINER);
    }
}
