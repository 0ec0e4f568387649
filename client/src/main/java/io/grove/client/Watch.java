package io.grove.client;

import java.util.concurrent.CompletableFuture;

/** A watch that was left; the way to take it back. Thread-safe. */
public interface Watch {
    /** The watched znode. */
    String path();

    /** What it waits for. */
    WatchMode mode();

    /** Takes it back. Its listener is not called any more once this has returned; harmless when the watch is over. */
    CompletableFuture<Void> remove();
}
