package io.grove.server.pipeline;

import io.grove.command.CommandEnvelope;
import io.grove.replication.Leadership;
import io.grove.replication.MemberId;
import java.util.List;
import java.util.Optional;

/** Sends commands to wherever they are proposed: the batcher here when this member leads, else the leader. */
final class Forwarder {
    private final MemberId self;
    private final ProposalBatcher batcher;
    private final PeerLink peers;
    private final Runnable onLost;
    private volatile Leadership leadership = Leadership.UNKNOWN;

    /**
     * A forwarder that knows no leader.
     *
     * @param onLost is run when the batcher may have lost commands
     */
    Forwarder(MemberId self, ProposalBatcher batcher, PeerLink peers, Runnable onLost) {
        this.self = self;
        this.batcher = batcher;
        this.peers = peers;
        this.onLost = onLost;
    }

    void leadershipChanged(Leadership newLeadership) {
        leadership = newLeadership;
    }

    Leadership leadership() {
        return leadership;
    }

    /** Whether there is somebody to send to. */
    boolean hasTarget() {
        return leadership.isReadyHere() || otherLeader().isPresent();
    }

    /** The leader, if it is another member. */
    Optional<MemberId> otherLeader() {
        return leadership.leader().filter(leader -> !leader.equals(self));
    }

    /** Sends commands in order; false if nothing was sent. */
    boolean send(List<CommandEnvelope> commands) {
        Leadership now = leadership;
        if (now.isReadyHere()) {
            return batcher.submit(commands, onLost);
        }
        Optional<MemberId> other = otherLeader();
        return other.isPresent() && peers.sendCommands(other.get(), commands);
    }
}
