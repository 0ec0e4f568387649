package io.grove.differential;

import static org.assertj.core.api.Assertions.fail;

import io.grove.testing.Gen;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations of several sessions, on a real ZooKeeper and on the machine. What differs is printed with its seed,
 * and as the shortest scenario that was found to show it. {@code -Ddifferential.seed=...} repeats a run,
 * {@code -Ddifferential.operations=...} says how long it is.
 */
final class DifferentialRandomTest {
    private static final int OPERATIONS = 100_000;
    private static final int OPERATIONS_OF_A_RUN = 500;

    private int runCount;

    @Test
    void bothSystemsAnswerAlike(@TempDir Path folder, TestReporter reporter) {
        long seed = Long.getLong("differential.seed", new SplittableRandom().nextLong());
        int operations = Integer.getInteger("differential.operations", OPERATIONS);
        reporter.publishEntry("differential.seed", Long.toString(seed));
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder);
                ZooKeeperTarget zooKeeper = new ZooKeeperTarget(server, false);
                GroveCore grove = new GroveCore(false)) {
            SplittableRandom seeds = new SplittableRandom(seed);
            for (int done = 0; done < operations; done += OPERATIONS_OF_A_RUN) {
                search(zooKeeper, grove, seeds.nextLong(), seed);
            }
        }
    }

    private void search(ZooKeeperTarget zooKeeper, GroveCore grove, long runSeed, long seed) {
        Gen.Failure failure = Gen.search(
                () -> new RandomDuel(zooKeeper, grove, grove, ++runCount, false), runSeed, OPERATIONS_OF_A_RUN);
        if (failure != null && failure.run() instanceof RandomDuel run) {
            fail(
                    "differential.seed=" + seed + ", shrunk to "
                            + failure.steps().size() + " steps: "
                            + failure.failure().getMessage() + "\n\nAs a scenario:\n\n" + run.script(),
                    failure.failure());
        }
    }
}
