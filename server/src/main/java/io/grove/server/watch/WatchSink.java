package io.grove.server.watch;

import java.util.List;

/** Where the events of some watches go: one stream of one client. Compared by identity. */
@FunctionalInterface
public interface WatchSink {
    /**
     * Takes all events that one command has for this sink, in their order. Called under the state lock, in zxid order:
     * enqueue and return.
     *
     * @param zxid zxid of that command
     */
    void deliver(long zxid, List<WatchEvent> events);
}
