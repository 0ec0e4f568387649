package io.grove.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.deploy.ensemble.EnsembleLayout;
import io.grove.deploy.ensemble.LocalEnsemble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The client commands as processes, against an ensemble one of whose members is down. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CliIT {
    private LocalEnsemble ensemble;
    private Path folder;

    @BeforeAll
    void startAndKillOne(@TempDir Path temporary) throws Exception {
        folder = temporary;
        ensemble = LocalEnsemble.at(EnsembleLayout.atFreePorts(folder, 3), Distribution.launcher(), List.of());
        ensemble.startAll();
        ensemble.awaitReady(Distribution.patience());
        ensemble.kill("m1");
        ensemble.awaitLeader(Distribution.patience());
    }

    @AfterAll
    void stop() {
        ensemble.close();
    }

    private Distribution.Outcome grove(String... arguments) throws Exception {
        return Distribution.run(withServers(arguments));
    }

    private String[] withServers(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--servers=" + ensemble.layout().clientAddresses());
        return all.toArray(String[]::new);
    }

    private static void assertExit(Distribution.Outcome outcome, int exitCode) {
        assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(exitCode);
    }

    @Test
    void whatIsCreatedIsReadBackByAnotherProcess() throws Exception {
        assertExit(grove("create", "/greeting", "hello"), 0);

        Distribution.Outcome read = grove("get", "/greeting");

        assertExit(read, 0);
        assertThat(read.out().strip()).isEqualTo("hello");
        assertThat(read.err()).isEmpty();
    }

    @Test
    void outputForProgramsIsOneObjectPerLine() throws Exception {
        assertExit(grove("create", "/for-programs", "x"), 0);

        Distribution.Outcome read = grove("get", "/for-programs", "--json", "--stat");

        assertExit(read, 0);
        assertThat(read.out().lines())
                .singleElement()
                .asString()
                .startsWith("{")
                .contains("\"/for-programs\"");
    }

    @Test
    void aRefusalNamesItsReason() throws Exception {
        assertExit(grove("create", "/versioned", "0"), 0);

        Distribution.Outcome refused = grove("set", "/versioned", "1", "--version", "7");

        assertExit(refused, 1);
        assertThat(refused.errorLines()).singleElement().asString().contains("BAD_VERSION");
        assertExit(grove("get", "/missing"), 1);
    }

    @Test
    void wrongUsageIsExitCodeTwo() throws Exception {
        assertExit(grove("get"), 2);
        assertExit(grove("no-such-command"), 2);
    }

    @Test
    void noConnectionIsExitCodeThree() throws Exception {
        Distribution.Outcome outcome = Distribution.run(
                "get",
                "/",
                "--timeout=2s",
                "--servers=" + EnsembleLayout.HOST + ":"
                        + ensemble.layout().member("m1").client());

        assertExit(outcome, 3);
        assertThat(outcome.errorLines())
                .singleElement()
                .asString()
                .startsWith("grove: NO_CONNECTION: nobody listens at ");
    }

    @Test
    void theDistributionCarriesItsDocumentation() {
        Path home = Distribution.home();

        assertThat(home.resolve("README.md")).isRegularFile();
        assertThat(home.resolve("docs").resolve("guarantees.md")).isRegularFile();
        assertThat(home.resolve("proto").resolve("grove")).isDirectory();
    }

    @Test
    void statusShowsWhoIsDownAndThatTheOthersAgree() throws Exception {
        Distribution.Outcome status = grove("status", "--timeout=5s");

        assertExit(status, 5);
        assertThat(status.err()).contains("does not answer");
        assertThat(status.out()).contains("unreachable", "leader", "follower", "m2", "m3");
    }

    @Test
    void anEphemeralLivesAsLongAsItsCommand() throws Exception {
        Path out = folder.resolve("ephemeral.out");
        Process holder =
                Distribution.start(out, folder.resolve("ephemeral.err"), withServers("create", "-e", "/held", "by me"));
        try {
            Distribution.patience().await("it says so", () -> out.toFile().length() > 0 || !holder.isAlive());
            assertExit(grove("get", "/held"), 0);
        } finally {
            holder.destroy();
        }
        assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertExit(grove("get", "/held"), 1);
    }

    @Test
    void aWatchTellsWhatOthersDo() throws Exception {
        assertExit(grove("create", "/watched", "0"), 0);
        Path out = folder.resolve("watch.out");
        Process watching =
                Distribution.start(out, folder.resolve("watch.err"), withServers("watch", "/watched", "--json"));
        try {
            // It may take a moment until it watches: each change after that is told.
            Distribution.patience().await("a change is told", () -> {
                change("/watched");
                return read(out).contains("/watched");
            });
        } finally {
            watching.destroy();
        }
        assertThat(watching.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private void change(String path) {
        try {
            assertExit(grove("set", path, "more"), 0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
