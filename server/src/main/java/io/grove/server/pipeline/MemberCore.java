package io.grove.server.pipeline;

import io.grove.machine.MachineState;
import io.grove.replication.AppliedListener;
import io.grove.replication.LeadershipListener;
import io.grove.replication.MemberId;
import io.grove.replication.ReplicatedLog;

/**
 * The core of one member for one tree: builds and connects everything between the log and the doors, the same in a server
 * and in the simulation. Made first, as the log needs its listeners; started with the log; stopped before it.
 */
@SuppressWarnings("DoNotCallSuggester") // Bodies follow.
public final class MemberCore {
    /** Builds the core; nothing runs yet. */
    public MemberCore(MemberId self, CoreLimits limits, CoreTiming timing, CorePorts ports) {
        throw new UnsupportedOperationException();
    }

    /** Is to be told of what the log applies. */
    public AppliedListener appliedListener() {
        throw new UnsupportedOperationException();
    }

    /** Is to be told of changes of leadership. */
    public LeadershipListener leadershipListener() {
        throw new UnsupportedOperationException();
    }

    /** Begins to serve. */
    public void start(ReplicatedLog log) {
        throw new UnsupportedOperationException();
    }

    /** Ends all streams and timers. Harmless when repeated. */
    public void stop() {
        throw new UnsupportedOperationException();
    }

    /** The entry of all requests. */
    public RequestPipeline pipeline() {
        throw new UnsupportedOperationException();
    }

    /** The entry of what other members send. */
    public PeerInbox peerInbox() {
        throw new UnsupportedOperationException();
    }

    /** The state as of the last applied command. Lock-free. */
    public MachineState state() {
        throw new UnsupportedOperationException();
    }

    /** Whether this member may answer SESSION reads: it has contact to a leader, or had a moment ago. */
    public boolean isInContact() {
        throw new UnsupportedOperationException();
    }

    /** Gauges. */
    public CoreCounts counts() {
        throw new UnsupportedOperationException();
    }
}
