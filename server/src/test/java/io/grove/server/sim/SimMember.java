package io.grove.server.sim;

import io.grove.replication.MemberId;
import io.grove.replication.ReplicatedLog;
import io.grove.server.pipeline.CoreLimits;
import io.grove.server.pipeline.CorePorts;
import io.grove.server.pipeline.CoreTiming;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.security.Authenticator;
import java.util.Random;

/**
 * An ensemble of one member, with everything real but the log and the time. Nothing happens but in {@link
 * SimTime#advance}, so the same calls have the same outcome.
 */
public final class SimMember {
    private final SimTime time = new SimTime();
    private final MemberCore core;
    private final ReplicatedLog log;

    /** A member that leads and has nothing in its tree. */
    public SimMember(CoreLimits limits, CoreTiming timing) {
        Random random = new Random(1);
        MemberId id = new MemberId("m1");
        SimulatedLog simulated = new SimulatedLog(time, random, new Oracle(SimBounds.WIDE));
        SimPeers peers = new SimPeers(time, random, simulated);
        SimClock clock = new SimClock(time, 0);
        CorePorts ports =
                new CorePorts(time, time, time, peers.linkFrom(id), SimEnsemble.secrets(random), Authenticator.plain());
        core = new MemberCore(id, () -> "members\n", limits, timing, ports);
        peers.add(id, core, clock);
        SimulatedLog.Replica replica = simulated.join(id, core.appliedListener(), core.leadershipListener());
        log = replica;
        core.start(replica);
        simulated.elect();
        time.advance(timing.tickMs());
    }

    /** Its time. */
    public SimTime time() {
        return time;
    }

    /** Its core. */
    public MemberCore core() {
        return core;
    }

    /** Its log. */
    public ReplicatedLog log() {
        return log;
    }
}
