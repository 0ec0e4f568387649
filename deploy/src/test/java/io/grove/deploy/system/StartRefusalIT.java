package io.grove.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grove.deploy.ensemble.EnsembleLayout;
import io.grove.deploy.ensemble.LocalEnsemble;
import io.grove.deploy.ensemble.MemberPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a member can't start with ends it with one clear line and the documented exit code. */
class StartRefusalIT {
    private static final int USAGE = 2;
    private static final int CANNOT_START = 4;

    @TempDir
    private Path folder;

    /** The flags of a member that is an ensemble of its own, with these in place of some. */
    private List<String> flags(String... changes) {
        EnsembleLayout layout = EnsembleLayout.atFreePorts(folder, 1);
        List<String> flags = new ArrayList<>(layout.flags("m1"));
        flags.add("--bootstrap=true");
        for (String change : changes) {
            String key = change.substring(0, change.indexOf('=') + 1);
            flags.removeIf(flag -> flag.startsWith(key));
            flags.add(change);
        }
        return flags;
    }

    private static Distribution.Outcome server(List<String> flags) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("server"));
        arguments.addAll(flags);
        return Distribution.run(arguments.toArray(String[]::new));
    }

    private static void assertRefused(Distribution.Outcome outcome, int exitCode, String... words) {
        assertThat(outcome.errorLines())
                .as("%s", outcome)
                .singleElement()
                .asString()
                .contains(words);
        assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(exitCode);
        assertThat(outcome.out()).doesNotContain("\tat ").doesNotContain("Exception in thread");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "peer", "raft", "admin"})
    void aPortInUse(String which) throws Exception {
        EnsembleLayout layout = EnsembleLayout.atFreePorts(folder, 1);
        MemberPorts ports = layout.member("m1");
        int port = switch (which) {
            case "client" -> ports.client();
            case "peer" -> ports.peer();
            case "raft" -> ports.raft();
            default -> ports.admin();
        };
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            assertRefused(server(layout.flags("m1")), CANNOT_START, Integer.toString(port));
        }
    }

    @Test
    void aDataFolderInUse() throws Exception {
        EnsembleLayout layout = EnsembleLayout.atFreePorts(folder, 1);
        try (LocalEnsemble ensemble = LocalEnsemble.at(layout, Distribution.launcher(), List.of())) {
            ensemble.startAll();
            ensemble.awaitReady(Distribution.patience());
            String data = layout.folder("m1").resolve("data").toString();

            assertRefused(server(flags("--data=" + data)), CANNOT_START, data, "in use");

            assertThat(ensemble.leader())
                    .as("the one that uses it is not disturbed")
                    .hasValue("m1");
        }
    }

    @ParameterizedTest
    @CsvSource({"--cluster=other", "--member=m2"})
    void aDataFolderOfAnotherEnsembleOrMember(String change) throws Exception {
        EnsembleLayout layout = EnsembleLayout.atFreePorts(folder, 1);
        try (LocalEnsemble ensemble = LocalEnsemble.at(layout, Distribution.launcher(), List.of())) {
            ensemble.startAll();
            ensemble.awaitReady(Distribution.patience());
        }
        String data = "--data=" + layout.folder("m1").resolve("data");
        List<String> flags = change.startsWith("--member")
                ? flags(data, change, "--members=" + layout.memberList().replace("m1=", "m2="))
                : flags(data, change);

        assertRefused(server(flags), CANNOT_START, data.substring("--data=".length()));
    }

    @ParameterizedTest
    @CsvSource({
        "--tick=banana, tick",
        "--tikc=100ms, tikc",
        "--member=nobody, member",
        "--members=m1=somewhere, members",
        "--admin.port=70000, admin.port"
    })
    void aBadSetting(String flag, String key) throws Exception {
        assertRefused(server(flags(flag)), USAGE, key, "flag");
    }

    @Test
    void anEmptyDataFolderWhereNoneIsExpected() throws Exception {
        Path lost = folder.resolve("lost");

        assertRefused(server(flags("--data=" + lost, "--bootstrap=false")), CANNOT_START, lost.toString(), "bootstrap");
    }

    @Test
    void aDataFolderThatCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertRefused(server(flags("--data=" + file.resolve("data"))), CANNOT_START, file.toString());
    }

    /** As far as a file may grow here, there is no room for a log. */
    @Test
    void aDataFolderWhereNothingFits() throws Exception {
        List<String> line = new ArrayList<>(List.of(
                "bash",
                "-c",
                "ulimit -f 1; exec \"$@\"",
                "bash",
                Distribution.launcher().script().toString(),
                "server"));
        line.addAll(flags());

        assertRefused(Distribution.run(new ProcessBuilder(line)), CANNOT_START, "the log failed");
    }

    @Test
    void aFullDisk() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        ProcessBuilder mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString());
        assumeTrue(Distribution.run(mount).exitCode() == 0, "only root can mount");
        try {
            assertRefused(server(flags("--data=" + disk.resolve("data"))), CANNOT_START, disk.toString());
        } finally {
            Distribution.run(new ProcessBuilder("umount", disk.toString()));
        }
    }
}
