package io.grove.client;

import java.util.concurrent.CompletableFuture;

/**
 * Reads an ensemble. Every {@link GroveClient} is one; {@code Grove.reader} gives one without a session, which reads at
 * whichever member answers, also when no session can be opened because the ensemble has no majority (then with STALE
 * consistency, which needs no leader). All methods are asynchronous and thread-safe; {@link #blocking()} gives the same
 * for programs that rather wait.
 *
 * <p>SESSION consistency means, for each reader: never behind what this reader has already seen. A watch in the options
 * needs a session: a reader without one refuses it with BAD_ARGUMENTS.
 */
public interface GroveReader extends AutoCloseable {

    /** Says whether a znode exists. Errors: BAD_ARGUMENTS. */
    CompletableFuture<Existence> exists(String path, ReadOptions options);

    /** Reads data and metadata of a znode. Errors: BAD_ARGUMENTS, NO_NODE. */
    CompletableFuture<Znode> get(String path, ReadOptions options);

    /**
     * Lists all children of a znode. Up to 10,000 come from one state; more are read page by page, so that changes in
     * between show in part. The watch, if any, is left with the first page, so it misses none of them. Errors:
     * BAD_ARGUMENTS, NO_NODE.
     */
    CompletableFuture<Children> children(String path, ReadOptions options);

    /** Lists one page of the children of a znode. Errors: BAD_ARGUMENTS, NO_NODE. */
    CompletableFuture<Children> childrenPage(String path, PageOptions options);

    /**
     * Completes when the member has applied everything that was acknowledged to anyone before this call; later SESSION
     * reads see all of it. Gives that zxid.
     */
    CompletableFuture<Long> sync();

    /**
     * Highest zxid that this reader has seen: a token. Passed to another one as {@link ReadOptions#minZxid()}, that one
     * sees at least what this one has.
     */
    long lastZxidSeen();

    /** Whether the calling thread is the one that completes futures. */
    boolean onCallbackThread();

    /** The same, for programs that rather wait. */
    default BlockingReader blocking() {
        return new BlockingReader(this);
    }

    /** Ends it. Pending reads fail with CLOSED. */
    @Override
    void close();
}
