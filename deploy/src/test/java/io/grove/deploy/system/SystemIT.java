package io.grove.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.client.ClientConfig;
import io.grove.deploy.ensemble.EnsembleLayout;
import io.grove.deploy.ensemble.LocalEnsemble;
import io.grove.deploy.load.LoadReport;
import io.grove.deploy.load.WriteLoad;
import io.grove.deploy.time.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Three real processes, killed again and again while clients write. */
class SystemIT {
    private static final int ROUNDS = 20;
    private static final WriteLoad.Pace PACE = new WriteLoad.Pace(4, 150, 64);

    /** Repeat a run with {@code -Dsystem.seed=...}, as it was printed. */
    private final long seed = Long.getLong("system.seed", System.identityHashCode(this));

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void acknowledgedWritesSurviveTwentyKillsExactlyOnceAndInOrder(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        System.out.println("system.seed=" + seed);
        Random random = new Random(seed);
        // Snapshots often enough that members restart from one, and catch up from one.
        List<String> flags = List.of("--snapshot.entries=1000");
        try (LocalEnsemble ensemble =
                LocalEnsemble.at(EnsembleLayout.atFreePorts(folder, 3), Distribution.launcher(), flags)) {
            ensemble.startAll();
            ensemble.awaitReady(Distribution.patience());
            ClientConfig config = ClientConfig.of(ensemble.layout().clientAddresses())
                    .withSessionTimeout(Duration.ofSeconds(30))
                    .withRequestTimeout(Duration.ofSeconds(60));
            try (WriteLoad load = WriteLoad.start(config, "/load", PACE)) {
                for (int round = 1; round <= ROUNDS; round++) {
                    killAndRestart(ensemble, load, round, random);
                }
                verify(ensemble, load);
            }
        }
    }

    private static void killAndRestart(LocalEnsemble ensemble, WriteLoad load, int round, Random random)
            throws Exception {
        Deadline deadline = Distribution.patience();
        load.awaitProgress(50, deadline);
        deadline.pause(Duration.ofMillis(random.nextInt(500)));
        List<String> ids = ensemble.layout().ids();
        String victim = ids.get(random.nextInt(ids.size()));
        boolean led = ensemble.leader().map(victim::equals).orElse(false);

        ensemble.kill(victim);
        load.awaitProgress(50, deadline);
        Duration interrupted = deadline.elapsed();
        ensemble.start(victim);
        ensemble.awaitReady(deadline);

        System.out.printf(
                "round %d: killed %s%s; writing again %d ms after it began, ready after %d ms; %d acknowledged%n",
                round,
                victim,
                led ? ", the leader" : "",
                interrupted.toMillis(),
                deadline.elapsed().toMillis(),
                load.acknowledged());
    }

    private static void verify(LocalEnsemble ensemble, WriteLoad load) throws Exception {
        load.finish(Distribution.patience());
        LoadReport report = load.check();
        LocalEnsemble.Agreement agreement = ensemble.awaitAgreement(Distribution.patience());

        System.out.println(report.acknowledged() + " writes acknowledged; digest " + agreement.digest() + " at zxid "
                + agreement.zxid());
        assertThat(report.violations()).isEmpty();
        assertThat(report.acknowledged()).isGreaterThanOrEqualTo(ROUNDS * 2L * 50 * PACE.sessions());
        assertThat(report.creations()).isGreaterThan(0);
    }
}
