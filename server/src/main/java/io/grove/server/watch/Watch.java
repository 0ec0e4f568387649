package io.grove.server.watch;

import io.grove.tree.ZnodePath;

/**
 * One watch of one sink.
 *
 * @param id chosen by the client, unique within its sink
 * @param path which znode
 * @param mode what it waits for
 */
public record Watch(long id, ZnodePath path, WatchMode mode) {}
