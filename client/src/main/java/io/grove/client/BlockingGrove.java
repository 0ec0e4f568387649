package io.grove.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link GroveClient} for programs that wait for each answer, as {@link BlockingReader} says. Thread-safe. */
public final class BlockingGrove extends BlockingReader {
    private final GroveClient client;

    BlockingGrove(GroveClient client) {
        super(client);
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

    /** Applies several operations, all or none. */
    public Committed commit(List<Operation> operations) throws InterruptedException {
        return await(() -> client.commit(operations));
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
}
