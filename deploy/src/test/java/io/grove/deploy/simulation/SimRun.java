package io.grove.deploy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.client.GroveException;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.command.Command;
import io.grove.machine.Applied;
import io.grove.server.sim.Nemesis;
import io.grove.server.sim.SimEnsemble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One seed of real clients on real members: the same seed is the same history. */
final class SimRun {
    private static final int USERS = 3;
    private static final int RUN_MS = 4_000;
    private static final int FAULT_PERIOD_MS = 700;
    private static final int SETTLE_MS = 14_000;

    final SimEnsemble ensemble;
    final Set<String> steps;
    final List<SimUser> users = new ArrayList<>();
    /** Highest zxid of a write that was answered to anybody. */
    long acknowledgedZxid;

    boolean isQuiet;
    /** The client logs what callbacks throw; here it is kept. */
    private @Nullable Throwable violation;

    /**
     * Plays it and throws what it finds.
     *
     * @param steps is given the steps that the lives of the sessions have taken
     */
    SimRun(long seed, Set<String> steps) {
        this.steps = steps;
        ensemble = new SimEnsemble(seed);
        Nemesis nemesis = new Nemesis(ensemble);
        for (int i = 0; i < USERS; i++) {
            users.add(new SimUser(this, i));
        }
        nemesis.begin(FAULT_PERIOD_MS);
        ensemble.time.advance(RUN_MS);
        users.get(0).kill();
        nemesis.quiet();
        isQuiet = true;
        ensemble.time.advance(SETTLE_MS);
        users.forEach(SimUser::checkAtEnd);
        checkAppliedOnce();
        if (violation != null) {
            throw new AssertionError(violation);
        }
    }

    void check(Runnable assertions) {
        try {
            assertions.run();
        } catch (RuntimeException | AssertionError e) {
            violation = violation == null ? e : violation;
        }
    }

    WatchListener checking(ExpectedEvents expected) {
        return new WatchListener() {
            @Override
            public void changed(WatchEvent event) {
                check(() -> expected.changed(event));
            }

            @Override
            public void progressed(long zxid) {
                check(() -> expected.progressed(zxid));
            }

            @Override
            public void ended(GroveException why) {}
        };
    }

    private void checkAppliedOnce() {
        Map<String, Integer> applied = new HashMap<>();
        for (long zxid = 1; zxid <= ensemble.oracle.zxid(); zxid++) {
            Applied one = ensemble.oracle.at(zxid);
            byte[] data = one.envelope().command() instanceof Command.Create create
                    ? create.data()
                    : one.envelope().command() instanceof Command.SetData set ? set.data() : null;
            if (data != null && one.writeZxid() == zxid && !one.changes().isEmpty()) {
                applied.merge(new String(data, StandardCharsets.US_ASCII), 1, Integer::sum);
            }
        }
        for (SimUser user : users) {
            user.outcomes.forEach((id, outcome) -> {
                int times = applied.getOrDefault(id, 0);
                assertThat(times).as("APPLIED_ONCE: %s", id).isLessThanOrEqualTo(1);
                if (!outcome.equals("unknown")) {
                    assertThat(times)
                            .as("APPLIED_ONCE: %s was %s", id, outcome)
                            .isEqualTo(outcome.equals("done") ? 1 : 0);
                }
            });
        }
    }
}
