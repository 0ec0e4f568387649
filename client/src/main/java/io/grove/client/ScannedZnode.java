package io.grove.client;

import org.jspecify.annotations.Nullable;

/**
 * A znode that a scan has come by.
 *
 * @param path its path
 * @param stat its metadata
 * @param data its data, if it was asked for; null and empty are different
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy of up to 1 MiB would be for nothing.
public record ScannedZnode(String path, Stat stat, byte @Nullable [] data) {}
