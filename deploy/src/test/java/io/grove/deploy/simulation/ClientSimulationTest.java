package io.grove.deploy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The real client library on real members, under all faults of the simulation and broken, silent and slow connections
 * of its own. It stands here because no other module sees client and server.
 *
 * <p>{@code -Dsim.seeds=N -Dsim.seed=S} runs N seeds from S on instead of those of every build.
 */
@Timeout(3_600)
class ClientSimulationTest {
    private static final int SEEDS = 40;
    private static final String AGAIN =
            "-pl deploy -am test -Dtest=ClientSimulationTest" + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seed=";

    private final TreeSet<String> steps = new TreeSet<>();
    private int answers;
    private int events;

    @Test
    void everyPromiseHoldsForRealClientsOfFixedSeeds() {
        Long first = Long.getLong("sim.seed");
        if (first == null) {
            run(1, SEEDS);
            assertThat(steps)
                    .contains(
                            "CONNECTED BROKEN",
                            "ATTACHING OPENED",
                            "ATTACHING BROKEN",
                            "ATTACHING GONE",
                            "OPENING BROKEN");
            assertThat(answers).isGreaterThan(SEEDS * 100);
            assertThat(events).isGreaterThan(SEEDS * 50);
        } else {
            run(first, Integer.getInteger("sim.seeds", 1));
        }
    }

    @Test
    void everyPromiseHoldsForRealClientsOfFreshSeeds() {
        if (Long.getLong("sim.seed") == null) {
            run(ThreadLocalRandom.current().nextLong(1L << 40), SEEDS);
        }
    }

    private void run(long first, int seeds) {
        for (long seed = first; seed < first + seeds; seed++) {
            try {
                SimRun run = new SimRun(seed, steps);
                run.users.forEach(user -> {
                    answers += user.answers;
                    events += user.events;
                });
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " fails; again by mvn " + AGAIN + seed, e);
            }
        }
    }
}
