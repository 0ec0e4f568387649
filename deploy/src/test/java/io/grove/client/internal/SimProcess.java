package io.grove.client.internal;

import io.grove.client.ClientConfig;
import io.grove.client.GroveClient;
import io.grove.client.MemberAddress;
import io.grove.server.sim.SimClock;
import io.grove.server.sim.SimEnsemble;
import io.grove.server.sim.SimNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The process of one real client in a simulated ensemble. */
public final class SimProcess {
    private final SimEnsemble ensemble;
    private final SimClock clock;
    private final StreamClient client;
    private @Nullable SimStream stream;

    /**
     * A client that does nothing yet.
     *
     * @param config members are named as in the ensemble
     * @param steps is told the steps of the session's life
     */
    public SimProcess(SimEnsemble ensemble, ClientConfig config, Consumer<String> steps) {
        this.ensemble = ensemble;
        this.clock = new SimClock(ensemble.time, 0);
        client = new StreamClient(
                config,
                new Surroundings(
                        new SimLoop(),
                        this::dial,
                        clock,
                        ensemble.random,
                        (state, event) -> steps.accept(state + " " + event),
                        () -> {}));
    }

    /** Begins. */
    public GroveClient start() {
        client.start();
        return client;
    }

    private Dialer.MemberStream dial(MemberAddress member, Dialer.Listener listener) {
        SimNode node = ensemble.nodes().stream()
                .filter(n -> n.id().value().equals(member.host()))
                .findFirst()
                .orElseThrow();
        SimStream dialled = new SimStream(ensemble, node, clock, listener);
        stream = dialled;
        return dialled;
    }

    /** Stands still for a while, as in a long garbage collection. */
    public void stall(long ms) {
        clock.hold();
        ensemble.time.schedule(clock::release, ms);
    }

    /** Its connection breaks. */
    public void breakStream() {
        if (stream != null) {
            stream.breakDown();
        }
    }

    /** Nothing goes through its connection any more, and nobody is told. */
    public void loseEverything() {
        if (stream != null) {
            stream.loseEverything();
        }
    }

    /** As kill -9. */
    public void kill() {
        breakStream();
        clock.end();
    }

    private final class SimLoop implements Loop {
        @Override
        public long nowNanos() {
            return clock.nanos();
        }

        @Override
        public void execute(Runnable task) {
            clock.execute(task);
        }

        @Override
        public Timer after(long delayMs, Runnable task) {
            return clock.schedule(task, delayMs)::cancel;
        }

        @Override
        public void stop() {}
    }
}
