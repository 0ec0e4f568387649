package io.grove.machine;

import io.grove.command.FeatureLevel;
import io.grove.session.RecordedWrite;
import io.grove.session.Session;
import io.grove.session.SessionTable;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Quota;
import io.grove.tree.QuotaTable;
import io.grove.tree.SessionId;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a state: the proof that members which applied the same log hold the same state
 * (APPLY_IS_DETERMINISTIC).
 *
 * <p>The content digest is the sum, modulo 2^64, of one term for each fact: the metadata of each znode, the data of
 * each znode, each session, each recorded write of a session, each quota. A term is a {@link Fingerprint} of the fact
 * together with its place (path, session id, write number). Because a sum can be taken back, a command changes the
 * digest by the terms of what it touched, whatever the size of the state. (An additive hash of a set: Bellare,
 * Micciancio, "A New Paradigm for Collision-Free Hashing", 1997; ZooKeeper's tree digest is of the same kind.) The
 * digest mixes in zxid, time and feature level.
 *
 * <p>Which ephemerals belong to which session follows from the tree and has no term of its own.
 */
public final class StateDigest {
    /**
     * Version of the way in which digests are worked out. Members compare digests only with members of the same one, so
     * that a change of it is no divergence while a rolling upgrade is under way.
     */
    public static final int VERSION = 1;

    private static final long TAG_STATE = 1;
    private static final long TAG_METADATA = 2;
    private static final long TAG_DATA = 3;
    private static final long TAG_SESSION = 4;
    private static final long TAG_WRITE = 5;
    private static final long TAG_QUOTA = 6;

    private StateDigest() {}

    /** The digest worked out from the whole state. Takes time proportional to its size. */
    public static long recompute(MachineState state) {
        return of(
                contentOf(state.tree(), state.sessions(), state.quotas()),
                state.zxid(),
                state.timeMs(),
                state.featureLevel());
    }

    static long of(long contentDigest, long zxid, long timeMs, int featureLevel) {
        Fingerprint fingerprint =
                new Fingerprint(TAG_STATE).add(contentDigest).add(zxid).add(timeMs);
        // What the first level's digests were they stay: members of two versions have to agree on them.
        return featureLevel == FeatureLevel.FIRST
                ? fingerprint.value()
                : fingerprint.add(featureLevel).value();
    }

    static long contentOf(ZnodeTree tree, SessionTable sessions, QuotaTable quotas) {
        long sum = 0;
        TreeWalk walk = tree.walk();
        while (walk.advance()) {
            sum += metadata(walk.path(), walk.znode())
                    + data(walk.path(), walk.znode().data());
        }
        for (Session session : sessions) {
            sum += session(session) + writes(session);
        }
        for (ZnodePath path : quotas.paths()) {
            sum += quota(path, quotas.find(path));
        }
        return sum;
    }

    static long metadata(ZnodePath path, Znode znode) {
        Fingerprint fingerprint = new Fingerprint(TAG_METADATA)
                .add(path.value())
                .add(znode.czxid())
                .add(znode.mzxid())
                .add(znode.pzxid())
                .add(znode.ctimeMs())
                .add(znode.mtimeMs())
                .add(znode.version())
                .add(znode.createCount())
                .add(znode.children().size())
                .add(znode.owner().value())
                .add(znode.kind().name())
                .add(znode.ttlMs())
                .add(znode.aversion());
        addAcl(fingerprint, znode.acl());
        return fingerprint.value();
    }

    private static void addAcl(Fingerprint fingerprint, Acl acl) {
        fingerprint.add(acl.entries().size());
        for (AclEntry entry : acl.entries()) {
            fingerprint
                    .add(entry.identity().scheme())
                    .add(entry.identity().id())
                    .add(entry.permissions());
        }
    }

    /** Nothing for no quota. */
    static long quota(ZnodePath path, @Nullable Quota quota) {
        if (quota == null) {
            return 0;
        }
        return new Fingerprint(TAG_QUOTA)
                .add(path.value())
                .add(quota.softCount().orElse(-1))
                .add(quota.softBytes().orElse(-1))
                .add(quota.hardCount().orElse(-1))
                .add(quota.hardBytes().orElse(-1))
                .value();
    }

    static long data(ZnodePath path, byte @Nullable [] data) {
        return new Fingerprint(TAG_DATA).add(path.value()).add(data).value();
    }

    static long session(Session session) {
        Fingerprint fingerprint = new Fingerprint(TAG_SESSION)
                .add(session.id().value())
                .add(session.timeoutMs())
                .add(session.secretHash())
                .add(session.clientName())
                .add(session.isInternal() ? 1 : 0)
                .add(session.attachEpoch())
                .add(session.lastWriteNumber())
                .add(session.lingerMs())
                .add(session.ephemeralsMax())
                .add(session.terms().labels().size());
        session.terms().labels().forEach((name, value) -> fingerprint.add(name).add(value));
        return fingerprint.value();
    }

    static long writes(Session session) {
        long sum = 0;
        for (Map.Entry<Long, RecordedWrite> write : session.window().recorded()) {
            sum += write(session.id(), write.getKey(), write.getValue());
        }
        return sum;
    }

    static long write(SessionId session, long number, RecordedWrite write) {
        Fingerprint fingerprint =
                new Fingerprint(TAG_WRITE).add(session.value()).add(number).add(write.zxid());
        ResultFingerprint.add(fingerprint, write.result());
        return fingerprint.value();
    }
}
