package io.grove.server;

import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.grove.server.admin.Probe;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.state.DigestExchange;

/**
 * Whether clients should be sent to this member: it has contact with a leader, and has applied at least what was
 * committed when it first had. A restarted member that lags would else show its clients old data.
 */
final class Readiness implements Probe {
    private final MemberCore core;
    private final ReplicatedLog log;
    private final DigestExchange digests;
    private boolean isStopping;

    Readiness(MemberCore core, ReplicatedLog log, DigestExchange digests) {
        this.digests = digests;
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
        if (!status.isCaughtUp()) {
            return new Finding(
                    false,
                    "not ready: has applied the log up to " + status.appliedIndex()
                            + ", and not yet all that was committed when a leader was found");
        }
        String doubt = digests.doubt();
        return doubt.isEmpty() ? new Finding(true, "ready") : new Finding(false, "not ready: " + doubt);
    }
}
