package io.grove.client;

import java.time.Duration;
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

    /** Deletes a znode and all its descendants. */
    public OperationResult.TreeDeleted deleteTree(String path, DeleteTreeOptions options) throws InterruptedException {
        return await(() -> client.deleteTree(path, options));
    }

    /** Sets the data of a znode. */
    public OperationResult.Updated set(String path, byte @Nullable [] data, SetOptions options)
            throws InterruptedException {
        return await(() -> client.set(path, data, options));
    }

    /** Sets an access control list. */
    public OperationResult.Updated setAcl(String path, Acl acl, AclOptions options) throws InterruptedException {
        return await(() -> client.setAcl(path, acl, options));
    }

    /** Sets or takes away a quota; gives the zxid. */
    public long setQuota(String path, Quota quota) throws InterruptedException {
        return await(() -> client.setQuota(path, quota));
    }

    /** Applies several operations, all or none. */
    public Committed commit(List<Operation> operations) throws InterruptedException {
        return await(() -> client.commit(operations));
    }

    /** Proves an identity; gives all that are proven. */
    public List<Identity> authenticate(Credential credential) throws InterruptedException {
        return await(() -> client.authenticate(credential));
    }

    /** Leaves a watch for some events. */
    public Watch addWatch(String path, WatchMode mode, WatchOptions options, WatchListener listener)
            throws InterruptedException {
        return await(() -> client.addWatch(path, mode, options, listener));
    }

    /** Leaves a watch. */
    public Watch addWatch(String path, WatchMode mode, WatchListener listener) throws InterruptedException {
        return await(() -> client.addWatch(path, mode, listener));
    }

    /** Waits until the session is open for the first time, however long that takes. */
    public SessionInfo connected() throws InterruptedException {
        return await(client::connected);
    }

    /** Ends the client and keeps its session for a successor. */
    public SessionHandover leave(Duration linger) throws InterruptedException {
        return await(() -> client.leave(linger));
    }

    /** The asynchronous client. */
    public GroveClient async() {
        return client;
    }
}
