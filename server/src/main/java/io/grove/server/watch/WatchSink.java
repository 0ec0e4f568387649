package io.grove.server.watch;

import io.grove.tree.Caller;
import java.util.List;

/** Where the events of some watches go: one stream of one client. Compared by identity. */
public interface WatchSink {
    /** On whose behalf it watches, as far as is known by now: what it may not read is kept secret. */
    Caller caller();

    /** How much the events that go to it together may take, in bytes; and once more so much for data of znodes. */
    long eventBytesMax();

    /**
     * Takes all events that one command has for this sink, in their order. Called under the state lock, in zxid order:
     * enqueue and return.
     *
     * @param zxid zxid of that command
     */
    void deliver(long zxid, List<WatchEvent> events);
}
