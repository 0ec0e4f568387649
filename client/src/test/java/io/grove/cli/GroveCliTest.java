package io.grove.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.client.fake.FakeEnsemble;
import io.grove.client.fake.FakeGrpcMembers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What each command prints, for people and for programs, and its exit codes. */
@Timeout(60)
class GroveCliTest {
    private final FakeEnsemble ensemble = new FakeEnsemble();
    private final FakeGrpcMembers members = new FakeGrpcMembers(ensemble, 3);
    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void fill() {
        assertThat(run("create", "/app", "v1")).isZero();
        assertThat(run("create", "/app/b", "two\nlines")).isZero();
        assertThat(run("create", "-s", "/app/s-")).isZero();
    }

    @AfterEach
    void end() {
        members.close();
    }

    private int run(String... args) {
        out = new StringWriter();
        err = new StringWriter();
        return execute(GroveCli.commandLine(), out, err, args);
    }

    private int execute(CommandLine line, StringWriter to, StringWriter errorsTo, String... args) {
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--servers";
        all[args.length + 1] = members.addresses();
        line.setOut(new PrintWriter(to));
        line.setErr(new PrintWriter(errorsTo));
        return line.execute(all);
    }

    private String out() {
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private String err() {
        return err.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void createPrintsThePath() {
        assertThat(run("create", "-s", "/app/s-")).isZero();
        assertThat(out()).isEqualTo("/app/s-0000000002\n");
        assertThat(run("create", "-p", "/x/y/z", "--json")).isZero();
        assertThat(out()).matches("\\{\"path\":\"/x/y/z\",\"outcome\":\"created\",\"zxid\":\\d+}\n");
        assertThat(run("create", "-c", "/box")).isZero();
        assertThat(run("stat", "/box")).isZero();
        assertThat(out()).startsWith("kind             container\n");
    }

    @Test
    void dataCanComeFromAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("data");
        Files.write(file, new byte[] {0, (byte) 0xff});

        assertThat(run("set", "/app", "--file", file.toString())).isZero();
        assertThat(out()).isEqualTo("version 1\n");
        assertThat(run("get", "/app")).isZero();
        assertThat(out()).isEqualTo("0x00ff\n");
        assertThat(run("get", "/app", "--json")).isZero();
        assertThat(out()).matches("\\{\"path\":\"/app\",\"data_base64\":\"AP8=\",\"zxid\":\\d+}\n");
        assertThat(run("set", "/app", "text", "--file", file.toString())).isEqualTo(2);
        assertThat(run("set", "/app", "--file", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(err()).startsWith("grove: can't read ").hasLineCount(1);
    }

    @Test
    void getPrintsData() {
        assertThat(run("get", "/app/b")).isZero();
        assertThat(out()).isEqualTo("two\nlines\n");
        assertThat(run("get", "/app/b", "--json")).isZero();
        assertThat(out()).matches("\\{\"path\":\"/app/b\",\"data\":\"two\\\\nlines\",\"zxid\":\\d+}\n");
        assertThat(run("get", "/app/s-0000000001", "--json")).isZero();
        assertThat(out()).contains("\"data\":null");
        assertThat(run("get", "/app", "--stat")).isZero();
        assertThat(out()).isEqualTo("""
                        v1
                        kind             persistent
                        czxid            2
                        mzxid            2
                        pzxid            8
                        ctime            2023-11-14T22:13:20.002Z
                        mtime            2023-11-14T22:13:20.002Z
                        version          0
                        cversion         2
                        aversion         0
                        ephemeral owner  0
                        data length      2
                        children         2
                        """);
    }

    @Test
    void lsPrintsNames() {
        assertThat(run("ls", "/app")).isZero();
        assertThat(out()).isEqualTo("b\ns-0000000001\n");
        assertThat(run("ls", "/", "--json")).isZero();
        assertThat(out()).isEqualTo("{\"name\":\"app\",\"path\":\"/app\"}\n");
        assertThat(run("ls", "-l", "/app")).isZero();
        assertThat(out()).isEqualTo("""
                        KIND        VERSION  BYTES  CHILDREN  OWNER  NAME
                        persistent  0        9      0         -      b
                        persistent  0        0      0         -      s-0000000001
                        """);
    }

    @Test
    void setAndRmHonourVersions() {
        assertThat(run("set", "/app", "v2", "--version", "0")).isZero();
        assertThat(run("set", "/app", "v3", "--version", "0")).isEqualTo(1);
        assertThat(err()).isEqualTo("grove: BAD_VERSION: /app has version 1, expected 0\n");
        assertThat(run("rm", "/app/b", "--version", "4")).isEqualTo(1);
        assertThat(run("rm", "/app/b", "--version", "0")).isZero();
        assertThat(out()).isEmpty();
        assertThat(run("rm", "/app", "--json")).isEqualTo(1);
        assertThat(err()).isEqualTo("{\"error\":\"NOT_EMPTY\",\"message\":\"/app has children\",\"path\":\"/app\"}\n");
    }

    @Test
    void statOfAMissingZnodeIsRefused() {
        assertThat(run("stat", "/none")).isEqualTo(1);
        assertThat(err()).isEqualTo("grove: NO_NODE: there is no znode /none\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void syncPrintsTheZxid() {
        assertThat(run("sync")).isZero();
        assertThat(out()).matches("zxid \\d+\n");
    }

    @Test
    void watchPrintsChangesUntilEnough() throws Exception {
        StringWriter events = new StringWriter();
        StringWriter remarks = new StringWriter();
        CompletableFuture<Integer> watching = CompletableFuture.supplyAsync(
                () -> execute(GroveCli.commandLine(), events, remarks, "watch", "/app", "--recursive", "--count", "2"));
        await().until(() -> remarks.toString().startsWith("watching /app; Ctrl-C ends it"));

        run("set", "/app/b", "x");
        run("rm", "/app/b");

        assertThat(watching.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(events.toString().lines().map(String::strip))
                .satisfiesExactly(
                        first -> assertThat(first).matches("\\d+  DATA_CHANGED      /app/b"),
                        second -> assertThat(second).matches("\\d+  DELETED           /app/b"));
        assertThat(run("watch", "/app", "--count", "0")).isEqualTo(2);
    }

    @Test
    void anEphemeralIsHeldUntilItsSessionEnds() throws Exception {
        StringWriter path = new StringWriter();
        CompletableFuture<Integer> holding = CompletableFuture.supplyAsync(
                () -> execute(GroveCli.commandLine(), path, new StringWriter(), "create", "-e", "/app/e", "x"));
        await().until(() -> path.toString().startsWith("/app/e"));
        assertThat(run("ls", "-l", "/app")).isZero();
        String owner = Pattern.compile("ephemeral +0 +1 +0 +(\\d+)")
                .matcher(out())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(holding).isNotDone();

        ensemble.expire(Long.parseLong(owner));

        assertThat(holding.get(20, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void aProcessToldToEndClosesItsSessionFirst() throws Exception {
        CompletableFuture<Thread> hook = new CompletableFuture<>();
        StringWriter path = new StringWriter();
        CompletableFuture<Integer> holding = CompletableFuture.supplyAsync(() ->
                execute(GroveCli.commandLine(hook::complete), path, new StringWriter(), "create", "-e", "/app/e"));
        Thread shutdown = hook.get(20, TimeUnit.SECONDS);
        assertThat(run("stat", "/app/e")).isZero();

        shutdown.start();
        shutdown.join(20_000);

        assertThat(shutdown.isAlive()).isFalse();
        assertThat(ensemble.sessionIds()).isEmpty();
        assertThat(holding.get(20, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void statusMarksWhoIsNotThere() {
        members.stop(2);
        assertThat(run("status")).isEqualTo(5);
        assertThat(err()).matches("grove: 127\\.0\\.0\\.1:\\d+ does not answer\n");

        assertThat(out().replaceAll("127\\.0\\.0\\.1:\\d+", "ADDRESS").replaceAll(" +", " "))
                .matches("""
                        MEMBER ADDRESS ROLE TERM ZXID DIGEST ZNODES SESSIONS STREAMS VERSION LEVEL
                        m1 ADDRESS leader 1 (\\d+) ([0-9a-f]{16}) 4 0 0 fake -
                        m2 ADDRESS follower 1 \\1 \\2 4 0 0 fake -
                        \\? ADDRESS unreachable - - - - - - - -
                        """);
        assertThat(run("status", "--json")).isEqualTo(5);
        assertThat(err()).isEmpty();
        assertThat(out().lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"reachable\":true", "\"role\":\"leader\""),
                        second -> assertThat(second).contains("\"member\":\"m2\",\"role\":\"follower\""),
                        third -> assertThat(third).endsWith("\"reachable\":false}"));
    }

    @Test
    void withoutMembersTheExitCodeSaysSo() {
        members.close();

        assertThat(run("status")).isEqualTo(3);
        assertThat(err()).startsWith("grove: no member answers: 127.0.0.1:").hasLineCount(1);
        for (String command : List.of("get", "create", "watch", "ls")) {
            assertThat(run(command, "/app")).isEqualTo(3);
            assertThat(err())
                    .startsWith("grove: NO_CONNECTION: nobody listens at 127.0.0.1:")
                    .contains("'--wait 30s' waits until it is")
                    .hasLineCount(1);
        }
        assertThat(run("shell")).isEqualTo(3);
        assertThat(run("bench", "--json")).isEqualTo(3);
        assertThat(err()).startsWith("{\"error\":\"NO_CONNECTION\",\"message\":\"nobody listens at 127.0.0.1:");
    }

    @Test
    void wrongUsageIsOneLine() {
        assertThat(run("get")).isEqualTo(2);
        assertThat(err()).startsWith("grove: Missing required parameter").hasLineCount(1);
        assertThat(run("get", "/a", "--timeout", "soon")).isEqualTo(2);
        assertThat(err()).contains("'soon' is not a time such as 500ms, 10s or 1m");
        assertThat(run("create", "-c", "-e", "/a")).isEqualTo(2);
        assertThat(run("create", "-e", "--ttl", "1s", "/a")).isEqualTo(2);
        assertThat(run("create", "-s", "--if-exists", "keep", "/a")).isEqualTo(2);
        assertThat(run("create", "--acl", "everybody", "/a")).isEqualTo(2);
        assertThat(err())
                .contains("'everybody' is no entry SCHEME:ID:PERMISSIONS")
                .hasLineCount(1);
        assertThat(run("acl", "set", "/a", "world:anyone:rx")).isEqualTo(2);
        assertThat(err()).contains("'x' is no permission; they are r, w, c, d and a");
        assertThat(run("get", "/a", "--auth", "secret")).isEqualTo(2);
        assertThat(err())
                .contains("a credential is SCHEME:PROOF")
                .doesNotContain("secret")
                .hasLineCount(1);
        assertThat(run("quota", "set", "/a")).isEqualTo(2);
        assertThat(run("scan", "/a", "--depth", "-1")).isEqualTo(2);
        assertThat(run("get", "/a", "--at-zxid", "-1")).isEqualTo(2);
        assertThat(run("watch", "/a", "--types", "sunshine")).isEqualTo(2);
        assertThat(run("sessions", "kill", "me")).isEqualTo(2);
        assertThat(run("sessions", "dance")).isEqualTo(2);
        assertThat(run("get", "no-slash")).isEqualTo(1);
        assertThat(err()).startsWith("grove: BAD_ARGUMENTS: path 'no-slash' does not start with '/'");
        assertThat(run("rm", "/")).isEqualTo(1);
        assertThat(err()).isEqualTo("grove: BAD_ARGUMENTS: the root '/' can't be deleted\n");
        assertThat(run("zing")).isEqualTo(2);
        assertThat(err()).isEqualTo("grove: there is no command 'zing' ('grove --help' lists them)\n");
        assertThat(run("creat", "/x")).isEqualTo(2);
        assertThat(err()).startsWith("grove: there is no command 'creat', did you mean 'create");
        assertThat(run("get", "/a", "--fresh")).isEqualTo(2);
        assertThat(err()).startsWith("grove: Unknown option: '--fresh'").hasLineCount(1);
    }

    @Test
    void benchMeasures() {
        assertThat(run(
                        "bench",
                        "--workload",
                        "mixed",
                        "--clients",
                        "2",
                        "--outstanding",
                        "4",
                        "--warmup",
                        "0",
                        "--seconds",
                        "1",
                        "--json"))
                .isZero();
        assertThat(out())
                .contains("\"workload\":\"mixed\",\"clients\":2,\"outstanding\":4", "\"failures\":0")
                .containsPattern("\"operations_per_second\":[1-9]")
                .containsPattern("\"latency_us_p999\":[1-9]");
        assertThat(run("bench", "--workload", "dance")).isEqualTo(2);
    }

    /** A command of another module. */
    @Command(name = "dance")
    static final class Dance implements Runnable {
        private boolean danced;

        @Override
        public void run() {
            danced = true;
        }
    }

    @Test
    void otherModulesAddCommands() {
        Dance dance = new Dance();

        assertThat(GroveCli.commandLine(dance).execute("dance")).isZero();

        assertThat(dance.danced).isTrue();
    }
}
