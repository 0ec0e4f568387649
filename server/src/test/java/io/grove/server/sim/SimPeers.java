package io.grove.server.sim;

import io.grove.command.CommandEnvelope;
import io.grove.replication.MemberId;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.pipeline.PeerLink;
import io.grove.tree.SessionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The network between members: ordered, slow, and lossy for a while. */
final class SimPeers {
    private final SimTime time;
    private final Random random;
    private final SimulatedLog log;
    private final Map<MemberId, MemberCore> cores = new HashMap<>();
    private double lossProbability;

    SimPeers(SimTime time, Random random, SimulatedLog log) {
        this.time = time;
        this.random = random;
        this.log = log;
    }

    void lossProbability(double probability) {
        lossProbability = probability;
    }

    void add(MemberId id, MemberCore core) {
        cores.put(id, core);
    }

    PeerLink linkFrom(MemberId from) {
        return new PeerLink() {
            private long lastArrivalMs;

            @Override
            public boolean sendCommands(MemberId leader, List<CommandEnvelope> commands) {
                if (random.nextDouble() < lossProbability) {
                    return false;
                }
                boolean isLost = random.nextDouble() < lossProbability;
                // Now and then nobody notices that something was lost.
                boolean isNoticed = random.nextInt(4) > 0;
                time.schedule(() -> arrive(leader, commands, isLost, isNoticed), delay());
                return true;
            }

            private void arrive(MemberId leader, List<CommandEnvelope> commands, boolean isLost, boolean isNoticed) {
                if (isLost || log.isCut(from) || log.isCut(leader)) {
                    if (isNoticed) {
                        nack();
                    }
                    return;
                }
                cores.get(leader).peerInbox().commandsReceived(commands, this::nack);
            }

            private void nack() {
                time.schedule(() -> cores.get(from).peerInbox().commandsLost(), 1 + random.nextInt(5));
            }

            private long delay() {
                lastArrivalMs = Math.max(lastArrivalMs, time.nowMs() + 1 + random.nextInt(5));
                return lastArrivalMs - time.nowMs();
            }

            @Override
            public boolean sendActivity(MemberId leader, Collection<SessionId> alive) {
                time.schedule(
                        () -> {
                            if (!log.isCut(from) && !log.isCut(leader)) {
                                cores.get(leader).peerInbox().activityReceived(alive);
                            }
                        },
                        1 + random.nextInt(5));
                return true;
            }
        };
    }
}
