package io.grove.server.sim;

import io.grove.replication.MemberId;
import io.grove.replication.ReplicatedLog;
import io.grove.server.pipeline.CoreLimits;
import io.grove.server.pipeline.CorePorts;
import io.grove.server.pipeline.CoreTiming;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.security.Authenticator;
import java.util.ArrayList;
import java.util.List;

/** A member through its lives: its process may crash and start again from what is on its disk. */
public final class SimNode {
    private final SimEnsemble ensemble;
    private final MemberId id;
    private final CoreLimits limits;
    private final CoreTiming timing;
    private final List<Runnable> crashListeners = new ArrayList<>();
    private SimClock clock;
    private MemberCore core;
    private boolean isUp;
    private long disturbedAtMs;

    SimNode(SimEnsemble ensemble, MemberId id, CoreLimits limits, CoreTiming timing) {
        this.ensemble = ensemble;
        this.id = id;
        this.limits = limits;
        this.timing = timing;
        clock = new SimClock(ensemble.time, 0);
        core = start();
    }

    private MemberCore start() {
        CorePorts ports = new CorePorts(
                clock,
                clock,
                clock,
                ensemble.peers.linkFrom(id),
                SimEnsemble.secrets(ensemble.random),
                Authenticator.plain());
        MemberCore started = new MemberCore(id, () -> SimEnsemble.MEMBERS, limits, timing, ports);
        ensemble.peers.add(id, started, clock);
        ensemble.digests.begin(id, started, clock);
        started.start(ensemble.log.join(id, started.appliedListener(), started.leadershipListener()));
        isUp = true;
        return started;
    }

    /** Who it is. */
    public MemberId id() {
        return id;
    }

    /** Its present life, or the last one. */
    public MemberCore core() {
        return core;
    }

    /** The log as its present life sees it. */
    public ReplicatedLog log() {
        return ensemble.log.replica(id);
    }

    /** Clock, timers and threads of its present life, or the last one. */
    public SimClock clock() {
        return clock;
    }

    /** Whether its process runs. */
    public boolean isUp() {
        return isUp;
    }

    /** Whether its process has run all the time since then. */
    boolean isUndisturbedSince(long ms) {
        return isUp && !clock.isHeld() && disturbedAtMs < ms;
    }

    /** Runs this once, when the process of its present life ends. */
    public void whenCrashed(Runnable listener) {
        crashListeners.add(listener);
    }

    /** As kill -9: what was not in the log is lost, nobody is told anything, and the transports break. */
    public void crash() {
        if (!isUp) {
            return;
        }
        isUp = false;
        clock.end();
        ensemble.log.crash(id);
        List<Runnable> told = List.copyOf(crashListeners);
        crashListeners.clear();
        told.forEach(Runnable::run);
    }

    /** Starts again from its snapshot and the log behind it. */
    public void restart() {
        if (isUp) {
            return;
        }
        disturbedAtMs = ensemble.time.nowMs();
        clock = new SimClock(ensemble.time, clock.wallOffsetMs());
        core = start();
        ensemble.restarted(this);
    }

    /** As SIGSTOP: the process stands still. */
    public void stop() {
        if (isUp && !clock.isHeld()) {
            clock.hold();
            ensemble.log.stop(id);
        }
    }

    /** As SIGCONT: first it goes on in the belief that nothing has happened. */
    public void goOn() {
        if (isUp && clock.isHeld()) {
            disturbedAtMs = ensemble.time.nowMs();
            clock.release();
            ensemble.time.schedule(() -> ensemble.log.goOn(id), 1 + ensemble.random.nextInt(20));
        }
    }
}
