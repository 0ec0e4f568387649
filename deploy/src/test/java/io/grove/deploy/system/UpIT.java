package io.grove.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.Grove;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.ReadOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code grove up}: starts, says where, stops; and again on the same folder. */
class UpIT {
    private static final Pattern SERVERS = Pattern.compile("\"servers\":\"([^\"]+)\"");
    private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** An ensemble that is up. */
    private record Up(Process process, String servers, List<ProcessHandle> members) {}

    private Up up(String name) throws Exception {
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        String data = folder.resolve("data").toString();
        Process process = Distribution.start(out, err, "up", "--json", "--base-port=0", "--data=" + data);
        started.add(process);
        Distribution.patience().await("up is up: " + name, () -> size(out) > 0 || !process.isAlive());
        String said = Files.readString(out);
        Matcher servers = SERVERS.matcher(said);
        assertThat(servers.find()).as(said + Files.readString(err)).isTrue();
        List<ProcessHandle> members = PID.matcher(said)
                .results()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow())
                .toList();
        return new Up(process, servers.group(1), members);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecondUpOnTheSameFolderIsTheSameEnsemble() throws Exception {
        Up first = up("first");
        assertThat(first.members()).hasSize(3).allMatch(ProcessHandle::isAlive);
        try (GroveClient client = Grove.connect(ClientConfig.of(first.servers()))) {
            client.blocking().create("/kept", new byte[] {7}, CreateOptions.persistent());
        }

        first.process().destroy();
        assertThat(first.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.members()).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.readString(folder.resolve("first.err")))
                .contains("Stopped")
                .doesNotContain("was killed");

        Up second = up("second");
        try (GroveClient client = Grove.connect(ClientConfig.of(second.servers()))) {
            assertThat(client.blocking()
                            .get("/kept", ReadOptions.linearizable())
                            .data())
                    .containsExactly(7);
        }
    }

    @Test
    void whatIsInTheWayIsSaidInOneLine() throws Exception {
        up("first");

        Distribution.Outcome folderInUse = Distribution.run("up", "--base-port=0", "--data=" + folder.resolve("data"));
        assertThat(folderInUse.errorLines()).singleElement().asString().contains("in use");
        assertThat(folderInUse.exitCode()).isEqualTo(4);
    }

    @Test
    void aMemberThatDiesIsReportedAndTheOthersGoOn() throws Exception {
        Up up = up("first");

        up.members().get(1).destroyForcibly();

        Path err = folder.resolve("first.err");
        Distribution.patience().await("the death is reported", () -> read(err).contains("m2 has ended"));
        assertThat(up.process().isAlive()).isTrue();
        try (GroveClient client = Grove.connect(ClientConfig.of(up.servers()))) {
            client.blocking().create("/still", null, CreateOptions.persistent());
        }
    }

    @Test
    void membersDoNotOutliveAnUpThatIsKilled() throws Exception {
        Up up = up("first");

        up.process().destroyForcibly();

        Distribution.patience()
                .await("the members end", () -> up.members().stream().noneMatch(ProcessHandle::isAlive));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
