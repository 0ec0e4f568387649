package io.grove.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.cli.GroveCli;
import io.grove.server.testing.TestEnsemble;
import io.grove.testing.FreePorts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands say while one member of three is alone. */
@Timeout(120)
class NoMajorityTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static String alone;
    private static String servers;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        ensemble = TestEnsemble.startOneOf(folder, 3, "--request.timeout=500ms", "--staleness.max=300ms");
        alone = ensemble.channel("m1").authority();
        servers = alone + ",127.0.0.1:" + FreePorts.next() + ",127.0.0.1:" + FreePorts.next();
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    private int grove(String command) {
        return grove(command, servers);
    }

    private int grove(String command, String members) {
        CommandLine line = GroveCli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute((command + " --timeout=1s --servers=" + members).split(" "));
    }

    @Test
    void aStaleReadIsAnswered() {
        assertThat(grove("get / --consistency=stale --json")).as("%s", err).isZero();
        assertThat(grove("ls / --consistency=stale")).as("%s", err).isZero();
        assertThat(out.toString()).contains("\"path\":\"/\"");
    }

    @Test
    void aFreshReadNamesTheMissingMajority() {
        assertThat(grove("get /")).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("grove: NO_LEADER: no majority: m1 (" + alone + ") answers, 127.0.0.1:")
                .hasLineCount(1);
    }

    @Test
    void aWriteNamesTheMissingMajority() {
        assertThat(grove("create /a --json")).isEqualTo(3);
        assertThat(err.toString())
                .startsWith(
                        "{\"error\":\"NO_LEADER\",\"message\":\"no majority: m1 (" + alone + ") answers, 127.0.0.1:")
                .hasLineCount(1);
    }

    @Test
    void theStatusIsAnOutage() {
        assertThat(grove("status")).isEqualTo(3);
        assertThat(out.toString()).contains("m1", "unreachable");
        assertThat(err.toString()).startsWith("grove: no majority: m1 (");
    }

    @Test
    void askedAloneTheMemberSaysThatItKnowsNoLeader() {
        assertThat(grove("status", alone)).isEqualTo(3);
        assertThat(err.toString()).isEqualToIgnoringNewLines("grove: no leader: m1 (" + alone + ") knows none");
    }
}
