package io.grove.ratis;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.Timestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees what Ratis keeps to itself: that it has closed, or its log has, while the process lives; and that a connection
 * to another member is dead though TCP has not noticed. Also knows when a leader was last heard. {@link #tick} is
 * called by one thread, several times a second; the rest anywhere.
 */
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final RaftServer server;
    private final RaftServer.Division division;
    private final long peerSilenceMs;
    private final FailStop failStop;
    private final Map<RaftPeerId, Timestamp> resets = new HashMap<>();
    private final Timestamp begun = Timestamp.currentTime();
    private final AtomicLong resetCount = new AtomicLong();
    private volatile @Nullable Timestamp leaderContact;

    Watchdog(RaftServer server, RaftServer.Division division, long peerSilenceMs, FailStop failStop) {
        this.server = server;
        this.division = division;
        this.peerSilenceMs = peerSilenceMs;
        this.failStop = failStop;
    }

    void tick() {
        checkLife();
        checkPeers();
    }

    private void checkLife() {
        LifeCycle.State state = division.getInfo().getLifeCycleState();
        if (state.isClosingOrClosed() || state == LifeCycle.State.EXCEPTION) {
            failStop.stop("Ratis is " + state + " in a living process: its log or the apply has failed", null);
        } else if (server.getLifeCycleState().isClosingOrClosed()) {
            failStop.stop("the Ratis server is " + server.getLifeCycleState() + " in a living process", null);
        } else if (division.getStateMachine().getLifeCycleState() == LifeCycle.State.EXCEPTION) {
            failStop.stop("the state machine has failed", null);
        } else if (!division.getRaftLog().isOpened()) {
            failStop.stop("the log is closed in a living process", null);
        }
    }

    /** gRPC sends no keep-alive between members: a connection that was cut silently would stay for minutes. */
    private void checkPeers() {
        // Asked in every role, so that a leader that loses its majority remembers when it was one.
        long silentMs = sinceLeaderContactMs();
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        if (role.hasLeaderInfo()) {
            for (ServerRpcProto follower : role.getLeaderInfo().getFollowerInfoList()) {
                if (follower.getLastRpcElapsedTimeMs() > peerSilenceMs) {
                    reset(RaftPeerId.valueOf(follower.getId().getId()));
                }
            }
        } else if (silentMs > peerSilenceMs || silentMs < 0) {
            division.getRaftConf().getAllPeers().stream()
                    .map(RaftPeer::getId)
                    .filter(peer -> !peer.equals(division.getId()))
                    .forEach(this::reset);
        }
    }

    private void reset(RaftPeerId peer) {
        Timestamp last = resets.getOrDefault(peer, begun);
        if (last.elapsedTimeMs() < peerSilenceMs) {
            return;
        }
        resets.put(peer, Timestamp.currentTime());
        resetCount.incrementAndGet();
        LOG.warn("peer silent, connection made anew peer={} after_ms={}", peer, peerSilenceMs);
        server.getServerRpc().handleException(peer, new IOException("no answer for " + peerSilenceMs + " ms"), true);
    }

    long resetCount() {
        return resetCount.get();
    }

    /** Milliseconds since a leader was heard; 0 on the leader; -1 if never. */
    long sinceLeaderContactMs() {
        DivisionInfo info = division.getInfo();
        if (info.isLeader()) {
            leaderContact = Timestamp.currentTime();
            return 0;
        }
        if (info.getLeaderId() != null) {
            RoleInfoProto role = info.getRoleInfoProto();
            if (role.hasFollowerInfo()) {
                long elapsedMs = role.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs();
                leaderContact = Timestamp.currentTime().addTimeMs(-elapsedMs);
                return elapsedMs;
            }
        }
        Timestamp contact = leaderContact;
        return contact == null ? -1 : contact.elapsedTimeMs();
    }
}
