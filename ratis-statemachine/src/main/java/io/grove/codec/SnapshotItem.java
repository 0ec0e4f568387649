package io.grove.codec;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.tree.Acl;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodePath;
import org.jspecify.annotations.Nullable;

/** One item of a snapshot; which follows which stands in {@code snapshot.proto}. */
public sealed interface SnapshotItem {

    /**
     * The first item.
     *
     * @param zxid zxid of the last command that is in the snapshot
     * @param timeMs time of the log at that command
     * @param digest digest of the state
     * @param featureLevel feature level of the ensemble
     */
    record Header(long zxid, long timeMs, long digest, int featureLevel) implements SnapshotItem {}

    /**
     * A quota.
     *
     * @param path whose part of the tree it limits
     * @param quota the limits
     */
    record OfQuota(ZnodePath path, Quota quota) implements SnapshotItem {}

    /**
     * A session.
     *
     * @param id its id
     * @param terms what it was opened with
     * @param attachEpoch its epoch
     * @param lingerMs for how long its client said it would be away, 0 if it did not
     * @param lastWriteNumber number of its last applied write
     */
    record OfSession(SessionId id, Command.OpenSession terms, long attachEpoch, long lingerMs, long lastWriteNumber)
            implements SnapshotItem {}

    /**
     * A cached result of the last session before it.
     *
     * @param writeNumber number of the write
     * @param zxid zxid that the write took
     * @param result its result
     */
    record OfWrite(long writeNumber, long zxid, Result result) implements SnapshotItem {}

    /**
     * A znode.
     *
     * @param depth how many names its path has, 0 for the root
     * @param name its last name, empty for the root
     * @param stat its metadata
     * @param createCount how often a child was created in it
     * @param acl its access control list
     * @param data its data, null and empty differ
     */
    record OfZnode(int depth, String name, Stat stat, long createCount, Acl acl, byte @Nullable [] data)
            implements SnapshotItem {}

    /**
     * The last item: how many of each have come before.
     *
     * @param sessions number of sessions
     * @param writes number of cached results
     * @param znodes number of znodes, with the root
     * @param quotas number of quotas
     */
    record Footer(long sessions, long writes, long znodes, long quotas) implements SnapshotItem {}
}
