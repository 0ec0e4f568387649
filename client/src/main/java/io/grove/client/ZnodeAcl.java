package io.grove.client;

/**
 * The access control list of a znode.
 *
 * @param acl the list; identities of scheme {@code digest} read {@code user:x} for who has no ADMIN
 * @param stat metadata of the znode
 * @param zxid zxid of the state in which it was read
 */
public record ZnodeAcl(Acl acl, Stat stat, long zxid) {}
