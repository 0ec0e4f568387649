package io.grove.command;

import io.grove.tree.Acl;
import io.grove.tree.ChildFilter;
import io.grove.tree.CreateMode;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
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
     * @param ttlMs with a mode that has one its time to live in milliseconds, 0 otherwise
     * @param acl its access control list, which may say {@code auth}
     * @param ifExists what to do when it exists
     * @param parents what to do when its parent does not exist
     */
    record Create(
            String path,
            byte @Nullable [] data,
            CreateMode mode,
            SessionId owner,
            long ttlMs,
            Acl acl,
            IfExists ifExists,
            CreateParents parents)
            implements Operation {
        /** Open to everybody, without a time to live, refused when it exists or its parent does not. */
        public Create(String path, byte @Nullable [] data, CreateMode mode, SessionId owner) {
            this(path, data, mode, owner, 0, Acl.OPEN, IfExists.FAIL, CreateParents.NO);
        }
    }

    /** What a creation does when the znode exists. */
    enum IfExists {
        /** It is refused. */
        FAIL,
        /** It changes nothing and succeeds. */
        KEEP,
        /** It sets the data. */
        SET_DATA
    }

    /** How missing ancestors of a new znode are created. */
    enum CreateParents {
        /** They are not. */
        NO,
        /** As persistent znodes. */
        PERSISTENT,
        /** As containers. */
        CONTAINER
    }

    /**
     * Deletes a znode without children.
     *
     * @param path which
     * @param expected what it has to be
     */
    record Delete(ZnodePath path, Expected expected) implements Operation {}

    /**
     * Deletes a znode and all its descendants.
     *
     * @param path the one at the top
     * @param expected what it has to be
     * @param limit refused if more znodes than this would go
     */
    record DeleteTree(ZnodePath path, Expected expected, int limit) implements Operation {}

    /**
     * Sets the data of a znode.
     *
     * @param path which
     * @param data its new data, null and empty differ
     * @param expected what it has to be
     */
    record SetData(ZnodePath path, byte @Nullable [] data, Expected expected) implements Operation {}

    /**
     * A condition: the znode exists and is what is expected. Only within a {@link Multi}.
     *
     * @param path which
     * @param expected what it has to be
     */
    record Check(ZnodePath path, Expected expected) implements Operation {}

    /**
     * A condition: the znode does not exist. Only within a {@link Multi}.
     *
     * @param path which
     */
    record CheckNotExists(ZnodePath path) implements Operation {}

    /**
     * Reads whether a znode exists. Only within a {@link Multi}.
     *
     * @param path which
     */
    record ReadStat(ZnodePath path) implements Operation {}

    /**
     * Reads a znode. Only within a {@link Multi}.
     *
     * @param path which
     */
    record ReadData(ZnodePath path) implements Operation {}

    /**
     * Reads the names of children. Only within a {@link Multi}.
     *
     * @param path of which znode
     * @param filter which children
     * @param isDescending whether in the reverse of their order
     */
    record ReadChildren(ZnodePath path, ChildFilter filter, boolean isDescending) implements Operation {}

    /**
     * Sets an access control list.
     *
     * @param path of which znode
     * @param acl the list, which may say {@code auth}
     * @param expectedAversion how often the list has to have been set, if that matters
     */
    record SetAcl(ZnodePath path, Acl acl, OptionalLong expectedAversion) implements Command {}

    /**
     * Sets or takes away a quota.
     *
     * @param path whose part of the tree it limits
     * @param quota the limits; {@link Quota#NONE} takes it away
     */
    record SetQuota(ZnodePath path, Quota quota) implements Command {}

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
     * @param labels facts for people, in the order of their names
     * @param ephemeralsMax how many ephemerals it may own, 0 for any number
     * @param internal whether it is a member's own session, which carries writes of clients without one
     */
    record OpenSession(
            long timeoutMs,
            byte[] secretHash,
            String clientName,
            SortedMap<String, String> labels,
            long ephemeralsMax,
            boolean internal)
            implements Command {
        /** Copies the labels. */
        public OpenSession {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        /** Without labels, and free to own any number of ephemerals. */
        public OpenSession(long timeoutMs, byte[] secretHash, String clientName, boolean internal) {
            this(timeoutMs, secretHash, clientName, Collections.emptySortedMap(), 0, internal);
        }
    }

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
     * Keeps a session for a while without a sign of life, because its client is going to come back: until it is
     * attached again it has this timeout. Refused if its epoch is another one.
     *
     * @param sessionId which
     * @param lingerMs for how long, in milliseconds, already within the configured limit
     * @param expectedEpoch the epoch under which the sender is attached
     */
    record Linger(SessionId sessionId, long lingerMs, long expectedEpoch) implements Command {}

    /**
     * Deletes a container that is still empty, or a znode without children whose time to live is over, if it still is
     * the one that was found (compare and delete).
     *
     * @param path which
     * @param expectedPzxid its pzxid when it was found
     */
    record Reap(ZnodePath path, long expectedPzxid) implements Command {}

    /**
     * Writes who the members are into the znode that says so, if it says something else.
     *
     * @param data its new data
     */
    record PublishConfig(byte[] data) implements Command {}

    /**
     * Raises the feature level of the ensemble; a level that is reached already stays.
     *
     * @param level the level, from 1
     */
    record RaiseFeatureLevel(int level) implements Command {}

    /** Changes nothing but the zxid. Linearizable reads wait for its local apply. */
    record Barrier() implements Command {}

    /** Why a session is closed. */
    enum CloseReason {
        /** The client asked for it. */
        CLIENT,
        /** The leader had no sign of life within its timeout. */
        EXPIRED,
        /** An administrator asked for it. */
        KILLED
    }
}
