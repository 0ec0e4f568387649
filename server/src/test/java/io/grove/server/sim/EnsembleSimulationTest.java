package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random clients on three members, under everything that {@link Nemesis} knows. Each seed is one history; a seed that
 * fails fails again, and its message says how.
 *
 * <p>{@code -Dsim.seeds=N -Dsim.seed=S} runs N seeds from S on instead of those of every build.
 */
@Timeout(3_600)
class EnsembleSimulationTest {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleSimulationTest.class);
    private static final int SEEDS = 260;
    private static final String AGAIN = "-pl server -am test -Dtest=EnsembleSimulationTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seed=";

    @Test
    void everyPromiseHoldsUnderFaultsOfFixedSeeds() {
        Long first = Long.getLong("sim.seed");
        SimStatistics statistics = first == null ? run(1, SEEDS) : run(first, Integer.getInteger("sim.seeds", 1));
        LOG.info("{}", statistics);
    }

    @Test
    void everyPromiseHoldsUnderFaultsOfFreshSeeds() {
        if (Long.getLong("sim.seed") == null) {
            SimStatistics statistics = run(ThreadLocalRandom.current().nextLong(1L << 40), SEEDS);
            for (Nemesis.Fault fault : Nemesis.Fault.values()) {
                assertThat(statistics.of("fault " + fault)).as("%s", fault).isGreaterThan(SEEDS / 10);
            }
        }
    }

    private static SimStatistics run(long first, int seeds) {
        SimStatistics statistics = new SimStatistics();
        for (long seed = first; seed < first + seeds; seed++) {
            try {
                SimRun.run(seed, statistics);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " fails; again by mvn " + AGAIN + seed, e);
            }
        }
        return statistics;
    }
}
