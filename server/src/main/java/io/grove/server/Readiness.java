package io.grove.server;

import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.grove.server.admin.Probe;
import io.grove.server.pipeline.MemberCore;

/**
 * Whether clients should be sent to this member: it has contact with a leader, and has applied at least what was committed
 * when it first had.
 */
final class Readiness implements Probe {
    private static final long NOT_KNOWN = -1;

    private final MemberCore core;
    private final ReplicatedLog log;
    private long committedAtFirstContact = NOT_KNOWN;
    private boolean isStopping;

    Readiness(MemberCore core, ReplicatedLog log) {
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
        if (committedAtFirstContact == NOT_KNOWN) {
            committedAtFirstContact = status.committedIndex();
        }
        if (status.appliedIndex() < committedAtFirstContact) {
            return new Finding(
                    false,
                    "not ready: has applied " + status.appliedIndex() + " of " + committedAtFirstContact
                            + " log entries");
        }
        return new Finding(true, "ready");
    }
}
