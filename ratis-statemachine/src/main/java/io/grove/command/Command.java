package io.grove.command;

import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One client write, or one write of the ensemble itself, as it stands in the log. Immutable; byte arrays are never
 * changed after they have been handed over. Everything an outcome depends on is in the command, the envelope, the
 * batch's time and the state: no clock, no randomness (APPLY_IS_DETERMINISTIC).
 */
public sealed interface Command {

    /** A command that may stand in a {@link Multi}. */
    sealed interface Operation extends Command {}

    /**
     * Creates a znode.
     *
     * @param path where; for a sequential mode the prefix to which the number is appended, which may then end in "/"
     * @param data its data, null and empty differ
     * @param mode its kind and naming
     * @param owner for an ephemeral the session that owns it, {@link SessionId#NONE} otherwise
     */
    record Create(String path, byte @Nullable [] data, CreateMode mode, SessionId owner) implements Operation {}

    /**
     * Deletes a znode without children.
     *
     * @param path which
     * @param expectedVersion the version it has to have, if any
     */
    record Delete(ZnodePath path, OptionalLong expectedVersion) implements Operation {}

    /**
     * Sets the data of a znode.
     *
     * @param path which
     * @param data its new data, null and empty differ
     * @param expectedVersion the version it has to have, if any
     */
    record SetData(ZnodePath path, byte @Nullable [] data, OptionalLong expectedVersion) implements Operation {}

    /**
     * A condition: the znode exists and has the expected version. Only within a {@link Multi}.
     *
     * @param path which
     * @param expectedVersion the version it has to have, if any
     */
    record Check(ZnodePath path, OptionalLong expectedVersion) implements Operation {}

    /**
     * Several operations, all or none, at one zxid; each sees what those before it have done.
     *
     * @param operations in the order in which they are applied
     */
    record Multi(List<Operation> operations) implements Command {
        /** Copies the list. */
        public Multi {
            operations = List.copyOf(operations);
        }
    }

    /**
     * Opens a session, whose id is the zxid of this command and whose epoch is 1.
     *
     * @param timeoutMs its timeout, already within the configured limits
     * @param secretHash SHA-256 of its secret
     * @param clientName a name for people
     * @param internal whether it is a member's own session, which carries writes of clients without one
     */
    record OpenSession(long timeoutMs, byte[] secretHash, String clientName, boolean internal) implements Command {}

    /**
     * Attaches to a session: its epoch grows by one, which fences all older connections.
     *
     * @param sessionId which
     * @param secretHash SHA-256 of the secret that the client has shown
     */
    record AttachSession(SessionId sessionId, byte[] secretHash) implements Command {}

    /**
     * Closes a session and deletes its ephemerals, at one zxid.
     *
     * @param sessionId which
     * @param reason why
     * @param expectedEpoch with {@link CloseReason#EXPIRED} the session is closed only if its epoch is still this one;
     *     not looked at otherwise
     */
    record CloseSession(SessionId sessionId, CloseReason reason, long expectedEpoch) implements Command {}

    /**
     * Deletes a container if it is still empty and still the one that was found empty (compare and delete).
     *
     * @param path which
     * @param expectedPzxid its pzxid when it was found
     */
    record ReapContainer(ZnodePath path, long expectedPzxid) implements Command {}

    /** Changes nothing but the zxid. Linearizable reads wait for its local apply. */
    record Barrier() implements Command {}

    /** Why a session is closed. */
    enum CloseReason {
        /** The client asked for it. */
        CLIENT,
        /** The leader had no sign of life within its timeout. */
        EXPIRED
    }
}
