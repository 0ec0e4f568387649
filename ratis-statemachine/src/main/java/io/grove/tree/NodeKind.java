package io.grove.tree;

/** What kind of znode a znode is. */
public enum NodeKind {
    /** Lives until it is deleted. */
    PERSISTENT,
    /** Lives as long as the session that owns it; has no children (EPHEMERAL_IS_LEAF). */
    EPHEMERAL,
    /** Is deleted by the leader some time after its last child has gone. */
    CONTAINER,
    /** Is deleted by the leader when it has no children and its data was not set for its time to live. */
    TTL
}
