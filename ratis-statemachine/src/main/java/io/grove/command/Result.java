package io.grove.command;

import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import java.util.List;

/** What applying a command gave: a value or an error code. Kept for its session until the client has it. */
public sealed interface Result {

    /**
     * A znode was created.
     *
     * @param path its path, with the number if sequential
     * @param stat its metadata
     */
    record Created(String path, Stat stat) implements Result {}

    /** A znode was deleted. */
    record Deleted() implements Result {}

    /**
     * Data was set.
     *
     * @param stat metadata after the write
     */
    record DataSet(Stat stat) implements Result {}

    /** A condition held. */
    record Checked() implements Result {}

    /**
     * A multi was applied.
     *
     * @param results one for each operation
     */
    record Committed(List<Result> results) implements Result {
        /** Copies the list. */
        public Committed {
            results = List.copyOf(results);
        }
    }

    /**
     * A session was opened or attached.
     *
     * @param sessionId which
     * @param attachEpoch the epoch under which its writes are to be sent
     * @param timeoutMs its timeout
     * @param lastWriteNumber number of its last applied write
     */
    record SessionAttached(SessionId sessionId, long attachEpoch, long timeoutMs, long lastWriteNumber)
            implements Result {}

    /** A session was closed, a container reaped, or a barrier passed. */
    record Done() implements Result {}

    /**
     * The command was refused and changed nothing.
     *
     * @param code why
     * @param path the path at fault, empty if there is none
     * @param failedOperation for a multi the place of the operation that failed, -1 otherwise
     */
    record Failure(ErrorCode code, String path, int failedOperation) implements Result {
        /** A failure outside a multi. */
        public static Failure of(ErrorCode code, String path) {
            return new Failure(code, path, -1);
        }
    }
}
