package io.grove.machine;

import io.grove.command.FeatureLevel;
import io.grove.session.SessionTable;
import io.grove.tree.QuotaTable;
import io.grove.tree.ZnodeTree;

/**
 * Everything that is replicated, at one zxid. Immutable: readers keep it as long as they like, and capturing it for a
 * snapshot is keeping a reference.
 *
 * @param tree the znodes
 * @param sessions the open sessions
 * @param quotas the limits of parts of the tree
 * @param zxid zxid of the last applied command, 0 before the first
 * @param timeMs time of the last applied command, milliseconds since 1970 by the log's clock (TIME_MONOTONIC)
 * @param contentDigest digest of tree and sessions, kept up to date by each command; see {@link StateDigest}
 * @param featureLevel what the log may hold, see {@link FeatureLevel}
 */
public record MachineState(
        ZnodeTree tree,
        SessionTable sessions,
        QuotaTable quotas,
        long zxid,
        long timeMs,
        long contentDigest,
        int featureLevel) {
    /** Before the first command: the tree that every ensemble begins with, no session, no quota. */
    public static final MachineState EMPTY =
            restored(ZnodeTree.initial(), SessionTable.empty(), QuotaTable.EMPTY, 0, 0);

    /**
     * A state from its parts, as a snapshot has them. Works out the digest, in time proportional to the size.
     *
     * @param tree the znodes
     * @param sessions the open sessions, with the ephemerals of the tree
     * @param quotas the limits of parts of the tree
     * @param zxid zxid of the last applied command
     * @param timeMs time of the last applied command
     */
    public static MachineState restored(
            ZnodeTree tree, SessionTable sessions, QuotaTable quotas, long zxid, long timeMs) {
        return restored(tree, sessions, quotas, zxid, timeMs, FeatureLevel.FIRST);
    }

    /** The same at another feature level. */
    public static MachineState restored(
            ZnodeTree tree, SessionTable sessions, QuotaTable quotas, long zxid, long timeMs, int featureLevel) {
        long contentDigest = StateDigest.contentOf(tree, sessions, quotas);
        return new MachineState(tree, sessions, quotas, zxid, timeMs, contentDigest, featureLevel);
    }

    /**
     * A number that is equal on all members at equal zxid, and with all but certainty differs when their states differ.
     */
    public long digest() {
        return StateDigest.of(contentDigest, zxid, timeMs, featureLevel);
    }
}
