package io.grove.server.sim;

import io.grove.replication.MemberId;
import io.grove.server.pipeline.CoreLimits;
import io.grove.server.pipeline.CoreTiming;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.session.OutboxLimits;
import io.grove.server.session.SecretSource;
import io.grove.server.state.RootHistory;
import io.grove.server.watch.ChangeHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Three members with everything real but the log, the network and the time. */
public final class SimEnsemble {
    static final long SESSION_TIMEOUT_MS = 10_000;
    static final long LINGER_MAX_MS = 2_000;
    static final int DATA_BYTES_MAX = 100;
    static final int SESSIONS_MAX = 400;
    static final int EPHEMERALS_MAX = 3;
    static final int WATCHES_MAX = 20;
    static final String MEMBERS = "members";
    static final CoreTiming TIMING = new CoreTiming(1_000, SESSION_TIMEOUT_MS, LINGER_MAX_MS, 200, 1_000, 1_000, 500);

    /** The true time. */
    public final SimTime time = new SimTime();

    /** Knows the truth. */
    public final Oracle oracle;

    /** All chance. */
    public final Random random;

    final SimulatedLog log;
    final SimPeers peers;
    final SimDigests digests;
    final ExpiryChecker expiries;
    final List<MemberId> ids = new ArrayList<>();
    final List<SimNode> nodes = new ArrayList<>();
    final List<MemberCore> cores = new ArrayList<>();
    /** Highest zxid of a write that was answered to anybody. */
    long acknowledgedZxid;

    /** Three members of whom one leads, with room for everything but for changes to go on from. */
    SimEnsemble(long seed, int historyChangesMax) {
        this(
                seed,
                new SimBounds(
                        historyChangesMax, SimBounds.WIDE.outboxBytesMax(), SimBounds.WIDE.requestsInFlightMax()));
    }

    /** Three members of whom one leads, with the limits that belong to the seed. */
    public SimEnsemble(long seed) {
        this(seed, SimBounds.of(seed));
    }

    SimEnsemble(long seed, SimBounds bounds) {
        oracle = new Oracle(bounds);
        random = new Random(seed);
        log = new SimulatedLog(time, random, oracle);
        peers = new SimPeers(time, random, log);
        digests = new SimDigests(time, log);
        expiries = new ExpiryChecker(time, log);
        peers.tellLife(expiries::seen);
        oracle.observe(expiries::committed);
        CoreLimits limits = new CoreLimits(
                DATA_BYTES_MAX,
                10_000,
                bounds.requestsInFlightMax(),
                1_000_000,
                30,
                SESSIONS_MAX,
                EPHEMERALS_MAX,
                WATCHES_MAX,
                new ChangeHistory.Limits(bounds.historyChangesMax(), 100_000_000),
                new OutboxLimits(60, bounds.outboxBytesMax()),
                20,
                new RootHistory.Limits(50, 1_000_000, 8, 1_000));
        for (int i = 1; i <= 3; i++) {
            SimNode node = new SimNode(this, new MemberId("m" + i), limits, TIMING);
            ids.add(node.id());
            nodes.add(node);
            cores.add(node.core());
        }
        log.elect();
    }

    static SecretSource secrets(Random random) {
        return () -> {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            return secret;
        };
    }

    void restarted(SimNode node) {
        cores.set(nodes.indexOf(node), node.core());
    }

    /** The members, in their order. */
    public List<SimNode> nodes() {
        return nodes;
    }

    SimNode anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Zxid of the newest snapshot that a member has installed, or has begun with. */
    long restoredZxid(SimNode node) {
        return log.replica(node.id()).restoredZxid();
    }

    /** From now on the network and the log lose things with this probability. */
    public void lossProbability(double probability) {
        log.lossProbability(probability);
        peers.lossProbability(probability);
    }

    /** Whether this member is cut off from the others, stands still or is down. */
    public boolean isAbsent(SimNode node) {
        return log.isCut(node.id());
    }

    /** Ends all faults, whichever there are; the clocks agree with the one that is furthest ahead. */
    public void heal() {
        lossProbability(0);
        long aheadMs = 0;
        for (SimNode node : nodes) {
            node.restart();
            node.goOn();
            log.heal(node.id());
            aheadMs = Math.max(aheadMs, node.clock().wallOffsetMs());
        }
        for (SimNode node : nodes) {
            node.clock().setWall(aheadMs);
        }
        log.electIfNeeded();
    }
}
