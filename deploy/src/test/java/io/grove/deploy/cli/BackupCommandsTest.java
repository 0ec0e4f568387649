package io.grove.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.Grove;
import io.grove.cli.GroveCli;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.deploy.snapshot.SnapshotCommand;
import io.grove.server.testing.TestEnsemble;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code grove backup} at a real member, and {@code grove snapshot} with what it wrote. */
@Timeout(120)
class BackupCommandsTest {
    private static final String ROOT = "--auth=digest:super:admin";

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static String servers;

    @BeforeAll
    static void start() throws Exception {
        ensemble =
                TestEnsemble.start(folder.resolve("members"), 1, "--super.digest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
        servers = "--servers=127.0.0.1:" + ensemble.clientPort("m1");
        try (GroveClient client = Grove.connect(ClientConfig.of(servers.substring("--servers=".length())))) {
            client.blocking().create("/app", null, CreateOptions.persistent());
            client.blocking().create("/app/x", "data".getBytes(StandardCharsets.UTF_8), CreateOptions.persistent());
            client.blocking().create("/app/e", null, CreateOptions.ephemeral());
            // Written by the leader soon after its election: the last that happens by itself.
            await().atMost(TestEnsemble.LONG)
                    .until(() -> client.blocking().get("/zookeeper/config").data() != null
                            && client.blocking().get("/zookeeper/config").data().length > 0);
        }
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome grove(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = GroveCli.commandLine(new SnapshotCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return new Outcome(line.execute(arguments), out.toString(), err.toString());
    }

    private static String ok(String... arguments) {
        Outcome outcome = grove(arguments);
        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        return outcome.out();
    }

    @Test
    void aBackupIsTakenVerifiedAndInspected() throws Exception {
        String file = folder.resolve("good").toString();

        String taken = ok("backup", file, servers, "--json", ROOT);
        String digest = ensemble.status("m1").getDigest();
        assertThat(taken).contains("\"digest\":\"" + digest + "\"", "\"member\":\"m1\"");
        assertThat(ok("snapshot", "verify", file)).contains("whole and undamaged", digest);
        assertThat(ok("snapshot", "inspect", file))
                .containsPattern("format version +1")
                .containsPattern("feature level +1")
                .containsPattern("data bytes +[0-9]+")
                .contains(digest);
        assertThat(ok("snapshot", "inspect", file, "--json")).contains("\"digest\":\"" + digest + "\"");
        assertThat(ok("snapshot", "inspect", file, "--path=/app").lines())
                .hasSize(2)
                .anyMatch(line -> line.endsWith("/app/x"));
        assertThat(ok("snapshot", "inspect", file, "--path=/app/x", "--json"))
                .contains("\"path\":\"/app/x\"", "\"data_length\":4");
        assertThat(grove("snapshot", "inspect", file, "--path=/no").exitCode()).isEqualTo(GroveCli.REFUSED);
        assertThat(grove("snapshot", "inspect", file, "--path=no").exitCode()).isEqualTo(GroveCli.USAGE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(left -> left.toString().endsWith(".part"));
        }
    }

    @Test
    void aBackupIsNeverOverwritten() throws Exception {
        Path file = Files.writeString(folder.resolve("mine"), "precious");

        assertThat(grove("backup", file.toString(), servers).exitCode()).isEqualTo(GroveCli.USAGE);
        assertThat(file).hasContent("precious");
        assertThat(grove("backup", folder.resolve("no/folder").toString(), servers)
                        .exitCode())
                .isEqualTo(GroveCli.USAGE);
    }

    @Test
    void damageIsSaid() throws Exception {
        Path good = folder.resolve("to-be-damaged");
        ok("backup", good.toString(), servers, ROOT);
        byte[] bytes = Files.readAllBytes(good);
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 4;
        Path bad = Files.write(folder.resolve("flipped"), flipped);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 1));
        Path other = Files.writeString(folder.resolve("other"), "hello");

        for (Path each : new Path[] {bad, cut, other}) {
            Outcome outcome = grove("snapshot", "verify", each.toString());
            assertThat(outcome.exitCode()).isEqualTo(GroveCli.REFUSED);
            assertThat(outcome.err()).contains("BAD_SNAPSHOT", each.toString()).hasLineCount(1);
        }
        assertThat(grove("snapshot", "verify", folder.resolve("none").toString())
                        .exitCode())
                .isEqualTo(GroveCli.USAGE);
    }

    @Test
    void administratorsOnly() {
        ok("acl", "set", "/zookeeper", "digest:super:xQJmxLMiHGwaqBvst5y6rkB6HQs=:cdrwa", ROOT, servers);

        Path file = folder.resolve("secret");
        Outcome refused = grove("backup", file.toString(), servers);
        assertThat(refused.exitCode()).isEqualTo(GroveCli.REFUSED);
        assertThat(refused.err()).contains("NO_AUTH");
        assertThat(file).doesNotExist();
        ok("backup", file.toString(), servers, ROOT);
    }
}
