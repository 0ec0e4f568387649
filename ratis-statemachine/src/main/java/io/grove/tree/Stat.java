package io.grove.tree;

/**
 * The metadata of a znode, as clients see it. Which operation changes which field: specification A.4.
 *
 * @param czxid zxid of its creation
 * @param mzxid zxid of the last write of its data
 * @param pzxid zxid of the last creation or deletion of a child
 * @param ctimeMs time of its creation, milliseconds since 1970 by the log's clock
 * @param mtimeMs time of the last write of its data, by the log's clock
 * @param version how often its data was set
 * @param cversion how often a child was created or deleted
 * @param aversion how often its access control list was set
 * @param ephemeralOwner owning session of an ephemeral, {@link SessionId#NONE} otherwise
 * @param dataLength length of its data in bytes
 * @param numChildren number of its children
 * @param kind its kind
 * @param ttlMs its time to live in milliseconds, 0 without one
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
        SessionId ephemeralOwner,
        int dataLength,
        int numChildren,
        NodeKind kind,
        long ttlMs) {}
