package io.grove.client;

/**
 * What is below a znode.
 *
 * @param count number of descendants, the znode itself not counted
 * @param dataBytes bytes of their data and of the znode's own
 * @param stat metadata of the znode
 * @param zxid zxid of the state in which they were counted
 */
public record Descendants(long count, long dataBytes, Stat stat, long zxid) {}
