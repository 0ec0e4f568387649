package io.grove.server;

import io.grove.replication.Leadership;
import io.grove.replication.MemberId;
import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.grove.server.admin.Probe;
import io.grove.server.pipeline.MemberCore;

/**
 * Whether clients should be sent to this member: it has contact with a leader, and has applied at least what was
 * committed when it first had.
 */
final class Readiness implements Probe {
    private static final long NOT_KNOWN = -1;

    private final MemberId self;
    private final MemberCore core;
    private final ReplicatedLog log;
    private long committedAtFirstContact = NOT_KNOWN;
    private boolean isStopping;

    Readiness(MemberId self, MemberCore core, ReplicatedLog log) {
        this.self = self;
        this.core = core;
        this.log = log;
    }

    /** From now on clients should go elsewhere. */
    synchronized void stopping() {
        isStopping = true;
    }

    @Override
    public synchronized Finding look() {
        if (isStopping) {
            return new Finding(false, "not ready: stopping");
        }
        if (!core.isInContact()) {
            return new Finding(false, "not ready: no contact with a leader");
        }
        ReplicationStatus status = log.status();
        if (committedAtFirstContact == NOT_KNOWN && knowsWhatIsCommitted()) {
            committedAtFirstContact = status.committedIndex();
        }
        if (committedAtFirstContact == NOT_KNOWN || status.appliedIndex() < committedAtFirstContact) {
            return new Finding(
                    false,
                    "not ready: has applied the log up to " + status.appliedIndex() + " of "
                            + Math.max(status.committedIndex(), committedAtFirstContact));
        }
        return new Finding(true, "ready");
    }

    /** A leader knows it once it has committed an entry of its own term, a follower when it has heard from a leader. */
    private boolean knowsWhatIsCommitted() {
        Leadership leadership = log.leadership();
        boolean leadsHere = leadership.leader().filter(self::equals).isPresent();
        return leadsHere ? leadership.isReadyHere() : leadership.leader().isPresent();
    }
}
