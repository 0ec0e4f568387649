package io.grove.machine;

import io.grove.command.Change;
import io.grove.command.Result;
import io.grove.session.RecordedWrite;
import io.grove.session.Session;
import io.grove.session.SessionTable;
import io.grove.session.WriteWindow;
import io.grove.tree.Acl;
import io.grove.tree.Caller;
import io.grove.tree.NodeKind;
import io.grove.tree.Permission;
import io.grove.tree.Quota;
import io.grove.tree.QuotaTable;
import io.grove.tree.SessionId;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state while one command is applied. Handlers read it and change it through verbs that keep tree, sessions, digest
 * and changes in step; the operations of a multi share one draft, so each sees those before it. Lives for one call of
 * {@link CoordinationMachine#apply}, on its thread.
 */
final class Draft {
    /**
     * A change takes time in proportion to the depth of its znode. What one small operation may multiply is bounded by
     * the sum of the depths, for every member waits for it: missing parents down to the depth of 300 or so ...
     */
    static final int LEVELS_OF_PARENTS_MAX = 50_000;

    /** ... and parts of trees: many thousands of znodes at the depths that are usual. */
    static final int LEVELS_OF_TREES_MAX = 1_000_000;

    private final MachineState before;
    private final long zxid;
    private final long timeMs;
    private final Caller caller;
    private ZnodeTree tree;
    private SessionTable sessions;
    private QuotaTable quotas;
    private int bytesRead;
    private int levelsOfParents;
    private int levelsOfTrees;
    private long contentDigest;
    private int featureLevel;
    private final List<Change> changes = new ArrayList<>(1);

    Draft(MachineState before, long batchTimeMs, Caller caller) {
        this.before = before;
        this.zxid = before.zxid() + 1;
        this.timeMs = Math.max(before.timeMs(), batchTimeMs);
        this.caller = caller;
        this.tree = before.tree();
        this.sessions = before.sessions();
        this.quotas = before.quotas();
        this.contentDigest = before.contentDigest();
        this.featureLevel = before.featureLevel();
    }

    /** The zxid that the command takes. */
    long zxid() {
        return zxid;
    }

    /** The time of the command, milliseconds since 1970 by the log's clock. */
    long timeMs() {
        return timeMs;
    }

    /** On whose behalf the command is applied. */
    Caller caller() {
        return caller;
    }

    /** Whether the caller may do something with a znode. */
    boolean may(Permission permission, Znode znode) {
        return caller.may(permission, znode.acl());
    }

    SessionTable sessions() {
        return sessions;
    }

    QuotaTable quotas() {
        return quotas;
    }

    /** Counts bytes that the reads of a command answer; returns how many they are up to now. */
    int addBytesRead(int bytes) {
        bytesRead = Math.addExact(bytesRead, bytes);
        return bytesRead;
    }

    /** Counts a missing parent that is created; whether the command has created enough of them. */
    boolean isOneParentTooMany(ZnodePath parent) {
        levelsOfParents += parent.depth();
        return levelsOfParents > LEVELS_OF_PARENTS_MAX;
    }

    /** Counts a znode that is deleted with a part of the tree; whether the command has deleted enough of them. */
    boolean isOneOfTreeTooMany(ZnodePath path) {
        levelsOfTrees += path.depth();
        return levelsOfTrees > LEVELS_OF_TREES_MAX;
    }

    List<Change> changes() {
        return changes;
    }

    @Nullable Znode find(ZnodePath path) {
        return tree.find(path);
    }

    /** A walk over a znode and all below it, as they are now. */
    TreeWalk walk(ZnodePath top) {
        return tree.walk(top);
    }

    /** A znode that has to be there, because the caller has just seen or made it. */
    Znode existing(ZnodePath path) {
        Znode znode = tree.find(path);
        if (znode == null) {
            throw new IllegalStateException("PARENT_EXISTS: no znode " + path);
        }
        return znode;
    }

    /** Creates a znode whose path is free and whose parent exists. */
    Znode create(ZnodePath path, NodeKind kind, SessionId owner, long ttlMs, Acl acl, byte @Nullable [] data) {
        ZnodePath parent = path.parent();
        Acl parentAcl = existing(parent).acl();
        // The parent's own object if it is the same list: so that millions of znodes share it.
        Acl shared = acl.equals(parentAcl) ? parentAcl : acl;
        Znode znode = Znode.created(kind, owner, ttlMs, shared, data, zxid, timeMs);
        contentDigest -= StateDigest.metadata(parent, existing(parent));
        tree = tree.create(path, znode, zxid);
        contentDigest += StateDigest.metadata(parent, existing(parent));
        contentDigest += StateDigest.metadata(path, znode) + StateDigest.data(path, znode.data());
        if (!znode.owner().isNone()) {
            sessions = sessions.withEphemeral(znode.owner(), path);
        }
        changes.add(new Change.NodeCreated(path, shared, parentAcl));
        return znode;
    }

    /** Deletes a znode that has no children. */
    void delete(ZnodePath path) {
        Znode znode = existing(path);
        ZnodePath parent = path.parent();
        contentDigest -= StateDigest.metadata(parent, existing(parent));
        contentDigest -= StateDigest.metadata(path, znode) + StateDigest.data(path, znode.data());
        tree = tree.delete(path, zxid);
        contentDigest += StateDigest.metadata(parent, existing(parent));
        if (!znode.owner().isNone()) {
            sessions = sessions.withoutEphemeral(znode.owner(), path);
        }
        changes.add(new Change.NodeDeleted(path, znode.acl(), existing(parent).acl()));
    }

    /** Sets the data of a znode that exists. */
    Znode setData(ZnodePath path, byte @Nullable [] data) {
        Znode old = existing(path);
        tree = tree.setData(path, data, zxid, timeMs);
        Znode znode = existing(path);
        contentDigest -= StateDigest.metadata(path, old) + StateDigest.data(path, old.data());
        contentDigest += StateDigest.metadata(path, znode) + StateDigest.data(path, data);
        changes.add(new Change.DataChanged(path, old.acl()));
        return znode;
    }

    /** Sets the access control list of a znode that exists. */
    Znode setAcl(ZnodePath path, Acl acl) {
        contentDigest -= StateDigest.metadata(path, existing(path));
        tree = tree.setAcl(path, acl);
        Znode znode = existing(path);
        contentDigest += StateDigest.metadata(path, znode);
        return znode;
    }

    /** Sets the quota of a path, or takes it away. */
    void setQuota(ZnodePath path, Quota quota) {
        contentDigest -= StateDigest.quota(path, quotas.find(path));
        quotas = quotas.with(path, quota);
        contentDigest += StateDigest.quota(path, quotas.find(path));
    }

    void open(Session session) {
        sessions = sessions.with(session);
        contentDigest += StateDigest.session(session) + StateDigest.writes(session);
    }

    /** Puts another version of an open session in its place; its recorded writes are the same. */
    void replace(Session old, Session session) {
        sessions = sessions.with(session);
        contentDigest += StateDigest.session(session) - StateDigest.session(old);
    }

    /** Raises the feature level, unless it is as high already. */
    void raiseFeatureLevel(int level) {
        featureLevel = Math.max(featureLevel, level);
    }

    /** Closes a session whose ephemerals have been deleted. */
    void close(Session session) {
        sessions = sessions.without(session.id());
        contentDigest -= StateDigest.session(session) + StateDigest.writes(session);
    }

    /** Records the result of a session's next write, and forgets those that it acknowledged. */
    void record(Session session, long acknowledged, Result result) {
        WriteWindow window = session.window();
        for (Map.Entry<Long, RecordedWrite> write : window.acknowledgedBy(acknowledged)) {
            contentDigest -= StateDigest.write(session.id(), write.getKey(), write.getValue());
        }
        RecordedWrite write = new RecordedWrite(zxid, result);
        Session after = session.withWindow(window.plus(acknowledged, write));
        replace(session, after);
        contentDigest += StateDigest.write(session.id(), after.lastWriteNumber(), write);
    }

    /** Takes back everything: a refused command changes nothing. */
    void discard() {
        tree = before.tree();
        sessions = before.sessions();
        quotas = before.quotas();
        contentDigest = before.contentDigest();
        featureLevel = before.featureLevel();
        changes.clear();
    }

    MachineState finish() {
        return new MachineState(tree, sessions, quotas, zxid, timeMs, contentDigest, featureLevel);
    }
}
