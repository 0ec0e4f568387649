package io.grove.server.watch;

import io.grove.tree.Stat;
import org.jspecify.annotations.Nullable;

/**
 * A znode as the write of an event left it.
 *
 * @param stat its metadata
 * @param data its data, null when it has none or nobody asked for it; not to be changed
 */
public record EventNode(Stat stat, byte @Nullable [] data) {}
