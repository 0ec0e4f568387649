package io.grove.server.sim;

import io.grove.replication.MemberId;
import io.grove.server.pipeline.CoreLimits;
import io.grove.server.pipeline.CorePorts;
import io.grove.server.pipeline.CoreTiming;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.security.Authenticator;
import io.grove.server.session.OutboxLimits;
import io.grove.server.state.RootHistory;
import io.grove.server.watch.ChangeHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Three members with everything real but the log, the network and the time. */
final class SimEnsemble {
    static final long SESSION_TIMEOUT_MS = 10_000;
    static final long LINGER_MAX_MS = 2_000;
    static final int DATA_BYTES_MAX = 100;
    static final int SESSIONS_MAX = 400;
    static final int EPHEMERALS_MAX = 3;
    static final int WATCHES_MAX = 20;
    static final String MEMBERS = "members";
    static final CoreTiming TIMING = new CoreTiming(1_000, SESSION_TIMEOUT_MS, LINGER_MAX_MS, 200, 1_000, 1_000, 500);

    final SimTime time = new SimTime();
    final Oracle oracle;
    final Random random;
    final SimulatedLog log;
    final SimPeers peers;
    final List<MemberId> ids = new ArrayList<>();
    final List<MemberCore> cores = new ArrayList<>();
    /** Highest zxid of a write that was answered to anybody. */
    long acknowledgedZxid;

    SimEnsemble(long seed, int historyChangesMax) {
        oracle = new Oracle(historyChangesMax < 1_000);
        random = new Random(seed);
        log = new SimulatedLog(time, random, oracle);
        peers = new SimPeers(time, random, log);
        CoreLimits limits = new CoreLimits(
                DATA_BYTES_MAX,
                10_000,
                200,
                1_000_000,
                30,
                SESSIONS_MAX,
                EPHEMERALS_MAX,
                WATCHES_MAX,
                new ChangeHistory.Limits(historyChangesMax, 100_000_000),
                new OutboxLimits(60, 100_000),
                20,
                new RootHistory.Limits(50, 1_000_000, 8, 1_000));
        for (int i = 1; i <= 3; i++) {
            join(new MemberId("m" + i), limits);
        }
        log.elect();
    }

    private void join(MemberId id, CoreLimits limits) {
        CorePorts ports = new CorePorts(time, time, time, peers.linkFrom(id), this::secret, Authenticator.plain());
        MemberCore core = new MemberCore(id, MEMBERS, limits, TIMING, ports);
        peers.add(id, core);
        core.start(log.join(id, core.appliedListener(), core.leadershipListener()));
        ids.add(id);
        cores.add(core);
    }

    private byte[] secret() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return secret;
    }

    MemberCore anyCore() {
        return cores.get(anyMember());
    }

    int anyMember() {
        return random.nextInt(cores.size());
    }

    /** Zxid of the newest snapshot that a member has installed. */
    long restoredZxid(int member) {
        return log.replicas().get(member).restoredZxid();
    }

    /** From now on the network and the log lose things with this probability. */
    void lossProbability(double probability) {
        log.lossProbability(probability);
        peers.lossProbability(probability);
    }

    /** One fault, which ends by itself. */
    void fault() {
        MemberId victim = ids.get(random.nextInt(ids.size()));
        if (random.nextInt(3) == 0) {
            log.dropLeader();
            time.schedule(log::electIfNeeded, 100 + random.nextInt(600));
            return;
        }
        log.cut(victim);
        if (log.leads(victim)) {
            time.schedule(
                    () -> {
                        log.dropLeader();
                        log.electIfNeeded();
                    },
                    300 + random.nextInt(500));
        }
        boolean isLong = random.nextInt(10) == 0;
        time.schedule(() -> log.heal(victim), isLong ? 15_000 : 400 + random.nextInt(2_000));
    }

    /** Ends all faults, whichever there are. */
    void heal() {
        lossProbability(0);
        ids.stream().filter(log::isCut).forEach(log::heal);
        log.electIfNeeded();
    }
}
