package io.grove.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A {@link GroveReader} for programs that wait for each answer. Each method does what the reader's method of the same
 * name does and throws its {@link GroveException}; none waits longer than the request timeout. Thread-safe.
 *
 * <p>Must not be called on the reader's callback thread, which would wait for itself: refused with
 * {@link IllegalStateException}. An interrupted wait gives up waiting, not the operation.
 */
public sealed class BlockingReader permits BlockingGrove {
    private final GroveReader reader;

    BlockingReader(GroveReader reader) {
        this.reader = reader;
    }

    /** Says whether a znode exists, with SESSION consistency. */
    public final boolean exists(String path) throws InterruptedException {
        return exists(path, ReadOptions.session()).exists();
    }

    /** Says whether a znode exists. */
    public final Existence exists(String path, ReadOptions options) throws InterruptedException {
        return await(() -> reader.exists(path, options));
    }

    /** Reads a znode, with SESSION consistency. */
    public final Znode get(String path) throws InterruptedException {
        return get(path, ReadOptions.session());
    }

    /** Reads a znode. */
    public final Znode get(String path, ReadOptions options) throws InterruptedException {
        return await(() -> reader.get(path, options));
    }

    /** Names all children of a znode, with SESSION consistency. */
    public final List<String> children(String path) throws InterruptedException {
        return children(path, ReadOptions.session()).names();
    }

    /** Lists all children of a znode. */
    public final Children children(String path, ReadOptions options) throws InterruptedException {
        return await(() -> reader.children(path, options));
    }

    /** Lists children of a znode. */
    public final Children children(String path, ListOptions list, ReadOptions options) throws InterruptedException {
        return await(() -> reader.children(path, list, options));
    }

    /** Lists a page of the children of a znode. */
    public final Children childrenPage(String path, PageOptions options) throws InterruptedException {
        return await(() -> reader.childrenPage(path, options));
    }

    /** Reads a znode and its descendants; waits in the iterator. */
    public final BlockingScan scan(String path, ScanOptions options, ReadOptions read) {
        return new BlockingScan(this, reader.scan(path, options, read));
    }

    /** Counts the descendants of a znode. */
    public final Descendants countDescendants(String path, ReadOptions options) throws InterruptedException {
        return await(() -> reader.countDescendants(path, options));
    }

    /** Lists a page of a session's ephemerals. */
    public final Page<String> ephemerals(EphemeralsOptions options) throws InterruptedException {
        return await(() -> reader.ephemerals(options));
    }

    /** Does several reads on one state. */
    public final Batch batchRead(List<Read> reads, ReadOptions options) throws InterruptedException {
        return await(() -> reader.batchRead(reads, options));
    }

    /** Reads an access control list. */
    public final ZnodeAcl getAcl(String path, ReadOptions options) throws InterruptedException {
        return await(() -> reader.getAcl(path, options));
    }

    /** Reads a quota. */
    public final QuotaUsage getQuota(String path, ReadOptions options) throws InterruptedException {
        return await(() -> reader.getQuota(path, options));
    }

    /** Lists a page of the quotas. */
    public final Page<QuotaUsage> quotas(QuotasOptions options) throws InterruptedException {
        return await(() -> reader.quotas(options));
    }

    /** Who the ensemble takes the caller to be. */
    public final List<Identity> whoAmI() throws InterruptedException {
        return await(reader::whoAmI);
    }

    /** Waits until the member has caught up; gives the zxid. */
    public final long sync() throws InterruptedException {
        return await(reader::sync);
    }

    final <T> T await(Supplier<CompletableFuture<T>> call) throws InterruptedException {
        if (reader.onCallbackThread()) {
            throw new IllegalStateException(
                    "called on the callback thread, which would wait for itself; use the asynchronous client there");
        }
        try {
            return call.get().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroveException cause) {
                throw cause.rethrown();
            }
            throw new IllegalStateException("an operation failed in an unforeseen way", e.getCause());
        }
    }
}
