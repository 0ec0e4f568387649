package io.grove.deploy.history;

/**
 * The metadata of a znode, as far as the writes alone determine it.
 *
 * @param czxid zxid of its creation
 * @param mzxid zxid at which its data was last set
 * @param pzxid zxid of the last creation or deletion of a child
 * @param version how often its data was set
 * @param cversion how often a child was created or deleted
 * @param owner session that owns it, 0 when it is not ephemeral
 * @param children number of its children
 * @param length length of its data in bytes
 */
public record NodeView(
        long czxid, long mzxid, long pzxid, long version, long cversion, long owner, int children, int length) {}
