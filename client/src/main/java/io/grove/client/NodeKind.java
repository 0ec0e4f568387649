package io.grove.client;

/** What kind of znode a znode is. */
public enum NodeKind {
    /** Lives until it is deleted. */
    PERSISTENT,
    /** Lives as long as the session that owns it; has no children. */
    EPHEMERAL,
    /** Is deleted by the ensemble some time after its last child has gone. */
    CONTAINER,
    /** Is deleted by the ensemble when it has no children and its data was not set for its time to live. */
    TTL,
    /** A kind that this version of the client does not know. */
    UNKNOWN
}
