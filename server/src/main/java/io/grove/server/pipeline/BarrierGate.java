package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.tree.Caller;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes reads linearizable. A barrier is a command that changes nothing; the root as of its apply reflects everything
 * that was acknowledged to anyone before it was proposed. One barrier serves all reads that came before it was
 * proposed: while some are in flight, the reads that come gather for the next. Guarded by the state lock.
 */
final class BarrierGate {
    /** A few at a time keep the wait short when the log is slow; more would only add commands. */
    private static final int IN_FLIGHT_MAX = 4;

    private final InternalSession session;
    private Set<Waiter> gathering = new LinkedHashSet<>();
    private int inFlight;

    /** One read that waits. */
    static final class Waiter {
        private final Consumer<MachineState> then;
        private Set<Waiter> home;

        private Waiter(Consumer<MachineState> then, Set<Waiter> home) {
            this.then = then;
            this.home = home;
        }
    }

    BarrierGate(InternalSession session) {
        this.session = session;
    }

    /** Goes on with the root as of a barrier that is proposed from now on. */
    Waiter await(Consumer<MachineState> then) {
        Waiter waiter = new Waiter(then, gathering);
        gathering.add(waiter);
        proposeNext();
        return waiter;
    }

    /** Forgets a read that waits no longer. Harmless when its wait is over. */
    void giveUp(Waiter waiter) {
        waiter.home.remove(waiter);
    }

    private void proposeNext() {
        if (inFlight >= IN_FLIGHT_MAX || gathering.isEmpty()) {
            return;
        }
        Set<Waiter> served = gathering;
        gathering = new LinkedHashSet<>();
        inFlight++;
        // A barrier is harmless when repeated: if its fate is unknown its readers wait for another one.
        session.submit(new InternalSession.Write(
                Caller.ENSEMBLE, new Command.Barrier(), applied -> passed(applied, served), () -> repeat(served)));
    }

    private void passed(Applied applied, Set<Waiter> served) {
        inFlight--;
        List<Waiter> waiters = List.copyOf(served);
        served.clear();
        waiters.forEach(waiter -> waiter.then.accept(applied.next()));
        proposeNext();
    }

    private void repeat(Set<Waiter> served) {
        inFlight--;
        for (Waiter waiter : served) {
            waiter.home = gathering;
            gathering.add(waiter);
        }
        proposeNext();
    }
}
