package io.grove.replication;

import io.grove.command.Batch;
import java.util.concurrent.CompletableFuture;

/** The port to consensus: one totally ordered log that every member applies. Thread-safe unless said otherwise. */
public interface ReplicatedLog extends AutoCloseable {

    /**
     * Proposes one log entry. Called by one thread only, the batcher's, so that the order of the log is the order of
     * the calls. Does not wait.
     *
     * @return completes when the entry is applied at this member; completes with a {@link ProposalException} when it
     *     has to be proposed again, or may have been lost. It is not the way answers reach clients, and it may complete
     *     on a thread that holds Ratis's locks: do nothing long in its callbacks
     * @throws IllegalArgumentException when the batch is larger than {@link #batchBytesMax}; nothing was logged
     */
    CompletableFuture<Void> propose(Batch batch);

    /** Who leads, as far as this member knows. */
    Leadership leadership();

    /** Role, term and indexes of this member. Cheap enough for every request. */
    ReplicationStatus status();

    /** Largest encoded size of a batch in bytes. */
    int batchBytesMax();

    /** Stops taking part. The data stays. */
    @Override
    void close();
}
