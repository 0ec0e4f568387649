package io.grove.client;

import java.util.List;
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

    /** Says whether a znode exists. Errors: BAD_ARGUMENTS, NO_AUTH. */
    CompletableFuture<Existence> exists(String path, ReadOptions options);

    /** Reads data and metadata of a znode. Errors: BAD_ARGUMENTS, NO_NODE, NO_AUTH. */
    CompletableFuture<Znode> get(String path, ReadOptions options);

    /**
     * Lists the children of a znode, all of one state. More than 10,000 are read page by page. The watch, if any, is
     * left with the first page. Errors: BAD_ARGUMENTS, NO_NODE, NO_AUTH, COMPACTED when the ensemble has not kept the
     * state of the first page until the last.
     */
    CompletableFuture<Children> children(String path, ListOptions list, ReadOptions options);

    /** Lists the names of all children of a znode. */
    default CompletableFuture<Children> children(String path, ReadOptions options) {
        return children(path, ListOptions.names(), options);
    }

    /** Lists one page of the children of a znode. Errors: BAD_ARGUMENTS, NO_NODE, NO_AUTH, COMPACTED. */
    CompletableFuture<Children> childrenPage(String path, PageOptions options);

    /** Reads a znode and its descendants as they are at one zxid; nothing is asked before it is first pulled. */
    Scan scan(String path, ScanOptions options, ReadOptions read);

    /**
     * Counts the descendants of a znode and the bytes of their data, however many there are. Errors: BAD_ARGUMENTS,
     * NO_NODE, NO_AUTH.
     */
    CompletableFuture<Descendants> countDescendants(String path, ReadOptions options);

    /**
     * Lists a page of the paths of a session's ephemerals. Errors: BAD_ARGUMENTS, SESSION_EXPIRED, NO_AUTH for the
     * session of another.
     */
    CompletableFuture<Page<String>> ephemerals(EphemeralsOptions options);

    /** Does several reads on one state; each succeeds or fails alone. Errors: BAD_ARGUMENTS, TOO_LARGE. */
    CompletableFuture<Batch> batchRead(List<Read> reads, ReadOptions options);

    /** Reads an access control list. Needs READ or ADMIN. Errors: BAD_ARGUMENTS, NO_NODE, NO_AUTH. */
    CompletableFuture<ZnodeAcl> getAcl(String path, ReadOptions options);

    /** Reads a quota. Errors: BAD_ARGUMENTS, NO_NODE when the path has none, NO_AUTH. */
    CompletableFuture<QuotaUsage> getQuota(String path, ReadOptions options);

    /** Lists a page of the quotas. Errors: BAD_ARGUMENTS. */
    CompletableFuture<Page<QuotaUsage>> quotas(QuotasOptions options);

    /** Who the ensemble takes the caller to be. */
    CompletableFuture<List<Identity>> whoAmI();

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
