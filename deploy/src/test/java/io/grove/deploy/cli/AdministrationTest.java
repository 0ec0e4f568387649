package io.grove.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.Grove;
import io.grove.cli.GroveCli;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.server.testing.TestEnsemble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands about sessions, identities, access and quotas at a real member. */
@Timeout(120)
class AdministrationTest {
    private static final String ROOT = "--auth=digest:super:admin";

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static String servers;

    @BeforeAll
    static void start() throws Exception {
        ensemble = TestEnsemble.start(folder, 1, "--super.digest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
        servers = "127.0.0.1:" + ensemble.clientPort("m1");
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    /** What a command printed, and how it ended. */
    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome grove(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--servers=" + servers);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = GroveCli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Outcome(line.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private static String ok(String... arguments) {
        Outcome outcome = grove(arguments);
        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        return outcome.out();
    }

    @Test
    void sessionsAreListedAndKilled() throws Exception {
        ClientConfig config = ClientConfig.of(servers).withClientName("billing").withLabels(Map.of("zone", "b"));
        try (GroveClient client = Grove.connect(config)) {
            client.blocking().create("/billing", null, CreateOptions.ephemeral());
            String id = Long.toString(client.session().orElseThrow().id());

            assertThat(ok("sessions", "list")).contains("SESSION", "billing", "{zone=b}");
            assertThat(ok("sessions", "list", "--json"))
                    .contains("{\"session\":" + id + ",\"client_name\":\"billing\",\"labels\":{\"zone\":\"b\"},"
                            + "\"timeout_ms\":10000,\"ephemerals\":1,\"attach_epoch\":1,\"connected_here\":true}");
            assertThat(ok("sessions", "ephemerals", id)).isEqualToIgnoringNewLines("/billing");

            ok("sessions", "kill", id);
            assertThat(grove("sessions", "kill", id))
                    .satisfies(again -> assertThat(again.exitCode()).isEqualTo(1))
                    .satisfies(again -> assertThat(again.err()).startsWith("grove: SESSION_EXPIRED"));
            assertThat(grove("get", "/billing").exitCode()).isEqualTo(1);
        }
    }

    @Test
    void identitiesAreProvenByAnOption() {
        assertThat(ok("whoami")).isEqualToIgnoringNewLines("ip:127.0.0.1");
        assertThat(ok("whoami", ROOT).lines())
                .contains("ip:127.0.0.1", "digest:super:xQJmxLMiHGwaqBvst5y6rkB6HQs=")
                .anyMatch(line -> line.startsWith("super:"));
        assertThat(grove("whoami", "--auth=x-unknown:proof").err()).startsWith("grove: AUTH_FAILED");
    }

    @Test
    void listsAreSetAndKept() {
        ok("create", "/secret", "x");
        ok("acl", "set", "/secret", "auth::rwcda", "--auth=digest:ann:secret");

        assertThat(grove("get", "/secret").err()).startsWith("grove: NO_AUTH");
        assertThat(ok("get", "/secret", "--auth=digest:ann:secret")).startsWith("x");
        assertThat(ok("acl", "get", "/secret", ROOT)).contains("digest:ann:");
        assertThat(grove("acl", "set", "/secret", "x-unknown:ann:r", ROOT).err())
                .startsWith("grove: INVALID_ACL");
    }

    @Test
    void quotasHold() {
        ok("create", "/limited");
        ok("quota", "set", "/limited", "--count=2", "--soft-count=1");
        ok("create", "/limited/a");

        assertThat(grove("create", "/limited/b").err()).startsWith("grove: QUOTA_EXCEEDED");
        assertThat(ok("quota", "ls")).contains("/limited");
        ok("quota", "rm", "/limited");
        ok("create", "/limited/b");
    }

    @Test
    void theConfigurationIsARead() {
        // The leader writes it when it looks for the first time, some hundred milliseconds after its election.
        await().atMost(TestEnsemble.LONG)
                .untilAsserted(
                        () -> assertThat(ok("get", "/zookeeper/config")).contains("server.m1=127.0.0.1:", "version="));
    }
}
