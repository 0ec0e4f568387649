package io.grove.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A child of a znode, as it was listed.
 *
 * @param name its name, not its path
 * @param stat its metadata, if it was asked for
 * @param data its data, if it was asked for; null and empty are different
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy of up to 1 MiB would be for nothing.
public record Child(String name, Optional<Stat> stat, byte @Nullable [] data) {}
