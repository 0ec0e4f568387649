package io.grove.command;

import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What applying a command gave: a value or an error code. Kept for its session until the client has it. */
public sealed interface Result {

    /**
     * A creation succeeded.
     *
     * @param path path of the znode, with the number if sequential
     * @param stat its metadata
     * @param outcome what was done
     */
    record Created(String path, Stat stat, CreateOutcome outcome) implements Result {}

    /** What a creation has done. */
    enum CreateOutcome {
        /** The znode is new. */
        CREATED,
        /** It existed and was left as it is. */
        KEPT,
        /** It existed and its data was set. */
        DATA_SET
    }

    /** A znode was deleted. */
    record Deleted() implements Result {}

    /**
     * Data was set.
     *
     * @param stat metadata after the write
     */
    record DataSet(Stat stat) implements Result {}

    /**
     * A znode was deleted with its descendants.
     *
     * @param count how many went, the one at the top included
     */
    record TreeDeleted(int count) implements Result {}

    /**
     * An access control list was set.
     *
     * @param stat metadata of the znode after the write
     */
    record AclSet(Stat stat) implements Result {}

    /** A quota was set or taken away. */
    record QuotaSet() implements Result {}

    /**
     * Whether a znode exists.
     *
     * @param stat its metadata, null if it does not exist
     */
    record StatRead(@Nullable Stat stat) implements Result {}

    /**
     * A znode was read.
     *
     * @param data its data, null and empty differ
     * @param stat its metadata
     */
    record DataRead(byte @Nullable [] data, Stat stat) implements Result {}

    /**
     * Children were read.
     *
     * @param names their names, in the order that was asked for
     * @param stat metadata of their parent
     */
    record ChildrenRead(List<String> names, Stat stat) implements Result {
        /** Copies the list. */
        public ChildrenRead {
            names = List.copyOf(names);
        }
    }

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

    /** A session was closed or left behind, a znode reaped, the configuration published, or a barrier passed. */
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
