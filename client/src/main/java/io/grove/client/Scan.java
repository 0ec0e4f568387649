package io.grove.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A scan under way: a parent before its children, children sorted by name, all of one state. It is pulled, so that
 * nothing piles up however large the tree is. Thread-safe, but for one caller at a time.
 */
public interface Scan extends AutoCloseable {
    /**
     * The next znodes; empty when there are no more. The first call begins the scan. To be called again only when the
     * future is done. Errors: BAD_ARGUMENTS, NO_NODE, NO_AUTH for the top znode, COMPACTED when the state is no longer
     * kept because the scan took too long.
     */
    CompletableFuture<List<ScannedZnode>> next();

    /** Gives it up; harmless when it has ended. */
    @Override
    void close();
}
