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
import java.util.function.BiConsumer;

/**
 * The network between members: each stream ordered, slow, and lossy for a while; what an older stream carried may come
 * again, behind what its successor has brought.
 */
final class SimPeers {
    private static final int LATE_MS = 400;

    private final SimTime time;
    private final Random random;
    private final SimulatedLog log;
    private final Map<MemberId, Life> processes = new HashMap<>();
    private double lossProbability;
    private BiConsumer<SessionId, MemberId> lifeListener = (session, member) -> {};

    private record Life(MemberCore core, SimClock clock) {}

    SimPeers(SimTime time, Random random, SimulatedLog log) {
        this.time = time;
        this.random = random;
        this.log = log;
    }

    void lossProbability(double probability) {
        lossProbability = probability;
    }

    /** Tells this of every sign of life that arrives, and where. */
    void tellLife(BiConsumer<SessionId, MemberId> listener) {
        lifeListener = listener;
    }

    void add(MemberId id, MemberCore core, SimClock clock) {
        processes.put(id, new Life(core, clock));
    }

    private boolean isLost() {
        return random.nextDouble() < lossProbability;
    }

    PeerLink linkFrom(MemberId from) {
        return new Link(from);
    }

    private final class Link implements PeerLink {
        private final MemberId from;
        private final Wire wire = new Wire(time, random, 5);

        Link(MemberId from) {
            this.from = from;
        }

        @Override
        public boolean sendCommands(MemberId leader, List<CommandEnvelope> commands) {
            if (isLost()) {
                return false;
            }
            boolean isLost = isLost();
            // Now and then nobody notices that something was lost.
            boolean isNoticed = random.nextInt(4) > 0;
            wire.send(() -> arrive(leader, commands, isLost, isNoticed));
            if (isLost()) {
                time.schedule(() -> arrive(leader, commands, false, isNoticed), random.nextInt(LATE_MS));
            }
            return true;
        }

        private void arrive(MemberId leader, List<CommandEnvelope> commands, boolean isLost, boolean isNoticed) {
            if (isLost || log.isCut(from) || log.isCut(leader)) {
                if (isNoticed) {
                    nack();
                }
                return;
            }
            Life to = processes.get(leader);
            to.clock().execute(() -> to.core().peerInbox().commandsReceived(commands, this::nack));
        }

        private void nack() {
            Life told = processes.get(from);
            time.schedule(
                    () -> told.clock().execute(() -> told.core().peerInbox().commandsLost()), 1 + random.nextInt(5));
        }

        @Override
        public boolean sendActivity(MemberId leader, Collection<SessionId> alive) {
            if (isLost()) {
                return false;
            }
            boolean isLost = isLost();
            wire.send(() -> {
                if (!isLost && !log.isCut(from) && !log.isCut(leader)) {
                    Life to = processes.get(leader);
                    to.clock().execute(() -> {
                        alive.forEach(session -> lifeListener.accept(session, leader));
                        to.core().peerInbox().activityReceived(alive);
                    });
                }
            });
            return true;
        }
    }
}
