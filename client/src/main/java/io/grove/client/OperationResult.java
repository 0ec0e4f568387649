package io.grove.client;

/** What one operation gave. */
public sealed interface OperationResult {
    /** Zxid at which the write took effect; for a check, that of its commit. */
    long zxid();

    /**
     * A condition that held.
     *
     * @param zxid zxid of its commit
     */
    record Checked(long zxid) implements OperationResult {}

    /**
     * A new znode.
     *
     * @param path its path, with the number where the mode is sequential
     * @param stat its metadata
     * @param outcome what was done
     * @param zxid zxid of the write
     */
    record Created(String path, Stat stat, CreateOutcome outcome, long zxid) implements OperationResult {}

    /**
     * A deletion.
     *
     * @param zxid zxid of the deletion
     */
    record Deleted(long zxid) implements OperationResult {}

    /**
     * A deletion with all descendants.
     *
     * @param deleted how many znodes are gone
     * @param zxid zxid of the deletion
     */
    record TreeDeleted(int deleted, long zxid) implements OperationResult {}

    /**
     * A read of a commit.
     *
     * @param result what it gave
     * @param zxid zxid of the commit
     */
    record ReadDone(ReadResult result, long zxid) implements OperationResult {}

    /**
     * New data, or a new access control list.
     *
     * @param stat the metadata after it
     * @param zxid zxid of the write
     */
    record Updated(Stat stat, long zxid) implements OperationResult {}
}
