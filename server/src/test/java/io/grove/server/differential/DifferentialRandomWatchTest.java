package io.grove.server.differential;

import static org.assertj.core.api.Assertions.fail;

import io.grove.differential.EmbeddedZooKeeper;
import io.grove.differential.RandomDuel;
import io.grove.differential.Target;
import io.grove.differential.ZooKeeperTarget;
import io.grove.testing.Gen;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations of sessions that watch: every event, in its order and with its zxid, is the one that a real
 * ZooKeeper sends. {@code -Ddifferential.seed=...} repeats a run, {@code -Ddifferential.watched.operations=...} says
 * how long it is.
 */
final class DifferentialRandomWatchTest {
    private static final int OPERATIONS = 30_000;
    private static final int OPERATIONS_OF_A_RUN = 300;

    private int runCount;

    @Test
    void bothSystemsSendTheSameEvents(@TempDir Path folder, TestReporter reporter) {
        long seed = Long.getLong("differential.seed", new SplittableRandom().nextLong());
        int operations = Integer.getInteger("differential.watched.operations", OPERATIONS);
        reporter.publishEntry("differential.seed", Long.toString(seed));
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder);
                Target zooKeeper = new ZooKeeperTarget(server, true);
                CoreWithWatches grove = new CoreWithWatches()) {
            SplittableRandom seeds = new SplittableRandom(seed);
            for (int done = 0; done < operations; done += OPERATIONS_OF_A_RUN) {
                search(zooKeeper, grove, seeds.nextLong(), seed);
            }
        }
    }

    private void search(Target zooKeeper, CoreWithWatches grove, long runSeed, long seed) {
        Gen.Failure failure = Gen.search(
                () -> new RandomDuel(zooKeeper, grove, grove.core(), ++runCount, true), runSeed, OPERATIONS_OF_A_RUN);
        if (failure != null && failure.run() instanceof RandomDuel run) {
            fail(
                    "differential.seed=" + seed + ", shrunk to "
                            + failure.steps().size() + " steps: "
                            + failure.failure().getMessage() + "\n\nAs a scenario:\n\n" + run.script(),
                    failure.failure());
        }
    }
}
