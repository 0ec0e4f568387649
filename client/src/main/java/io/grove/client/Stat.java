package io.grove.client;

/**
 * The metadata of a znode.
 *
 * @param czxid zxid of the write that created it
 * @param mzxid zxid of the write that last set its data
 * @param pzxid zxid of the write that last created or deleted one of its children
 * @param ctimeMs time of creation, milliseconds since 1970 by the leader's clock
 * @param mtimeMs time when its data was last set, milliseconds since 1970 by the leader's clock
 * @param version how often its data has been set since it was created
 * @param cversion how often a child was created or deleted
 * @param aversion how often its access control list was set
 * @param ephemeralOwner id of the session that owns it when it is ephemeral, 0 otherwise
 * @param dataLength length of its data in bytes
 * @param numChildren number of its children
 * @param kind its kind
 * @param ttlMs its time to live in milliseconds, 0 when it has none
 */
public record Stat(
        long czxid,
        long mzxid,
        long pzxid,
        long ctimeMs,
        long mtimeMs,
        long version,
        long cversion,
        long aversion,
        long ephemeralOwner,
        int dataLength,
        int numChildren,
        NodeKind kind,
        long ttlMs) {}
