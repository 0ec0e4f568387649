package io.grove.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link GroveClient} for programs that wait for each answer. Each method does what the client's method of the same
 * name does and throws its {@link GroveException}; none waits longer than the request timeout. Thread-safe.
 *
 * <p>Must not be called on the client's callback thread, which would wait for itself: refused with
 * {@link IllegalStateException}. An interrupted wait gives up waiting, not the operation.
 */
public final class BlockingGrove {
    private final GroveClient client;

    BlockingGrove(GroveClient client) {
        this.client = client;
    }

    /** Creates a znode. */
    public OperationResult.Created create(String path, byte @Nullable [] data, CreateOptions options)
            throws InterruptedException {
        return await(() -> client.create(path, data, options));
    }

    /** Deletes a znode. */
    public OperationResult.Deleted delete(String path, DeleteOptions options) throws InterruptedException {
        return await(() -> client.delete(path, options));
    }

    /** Sets the data of a znode. */
    public OperationResult.Updated set(String path, byte @Nullable [] data, SetOptions options)
            throws InterruptedException {
        return await(() -> client.set(path, data, options));
    }

    /** Says whether a znode exists, with SESSION consistency. */
    public boolean exists(String path) throws InterruptedException {
        return exists(path, ReadOptions.session()).exists();
    }

    /** Says whether a znode exists. */
    public Existence exists(String path, ReadOptions options) throws InterruptedException {
        return await(() -> client.exists(path, options));
    }

    /** Reads a znode, with SESSION consistency. */
    public Znode get(String path) throws InterruptedException {
        return get(path, ReadOptions.session());
    }

    /** Reads a znode. */
    public Znode get(String path, ReadOptions options) throws InterruptedException {
        return await(() -> client.get(path, options));
    }

    /** Names all children of a znode, with SESSION consistency. */
    public List<String> children(String path) throws InterruptedException {
        return children(path, ReadOptions.session()).names();
    }

    /** Lists all children of a znode. */
    public Children children(String path, ReadOptions options) throws InterruptedException {
        return await(() -> client.children(path, options));
    }

    /** Lists a page of the children of a znode. */
    public Children childrenPage(String path, PageOptions options) throws InterruptedException {
        return await(() -> client.childrenPage(path, options));
    }

    /** Applies several operations, all or none. */
    public Committed commit(List<Operation> operations) throws InterruptedException {
        return await(() -> client.commit(operations));
    }

    /** Waits until the member has caught up; gives the zxid. */
    public long sync() throws InterruptedException {
        return await(client::sync);
    }

    /** Leaves a watch. */
    public Watch addWatch(String path, WatchMode mode, WatchListener listener) throws InterruptedException {
        return await(() -> client.addWatch(path, mode, listener));
    }

    /** Waits until the session is open for the first time, however long that takes. */
    public SessionInfo connected() throws InterruptedException {
        return await(client::connected);
    }

    /** The asynchronous client. */
    public GroveClient async() {
        return client;
    }

    private <T> T await(Supplier<CompletableFuture<T>> call) throws InterruptedException {
        if (client.onCallbackThread()) {
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
