package io.grove.client;

import org.jspecify.annotations.Nullable;

/**
 * A znode as it was read.
 *
 * @param data its data; null and empty are different. Not copied: whoever changes it changes it for all holders
 * @param stat its metadata
 * @param zxid zxid of the state in which it was read
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy of up to 1 MiB would be for nothing.
public record Znode(byte @Nullable [] data, Stat stat, long zxid) {}
