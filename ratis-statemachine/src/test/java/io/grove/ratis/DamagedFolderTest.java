package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.codec.FormatException;
import io.grove.codec.LogCodec;
import io.grove.command.Batch;
import io.grove.command.CommandEnvelope;
import io.grove.command.FeatureLevel;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.replication.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A byte of a real data folder is changed, anywhere: either the member refuses to start, and says why, or it starts
 * with all that it had. Its state is computed here from the files, without Ratis; a test of the others starts Ratis.
 */
@Timeout(120)
class DamagedFolderTest {
    private static final int CHANGES_PER_FILE = 60;
    private static final long SEED = 4;

    @TempDir
    Path temporary;

    private RatisSettings settings;
    private Path data;
    private Remains whole;

    /** What a member has after a start: what it applied and will apply, its term and vote, and who the members are. */
    private record Remains(long digest, String vote, long lastIndex, String members) {}

    @BeforeEach
    void fillAFolder() throws Exception {
        data = temporary.resolve("data");
        Member self = TestPeers.next("n1");
        RatisSettings.Storage storage = new RatisSettings.Storage(
                data,
                true,
                new RatisSettings.Disk(0, 10_000),
                new RatisSettings.Log(1 << 20, 1 << 20, 64 << 10, 0),
                TestGroup.ON_DEMAND);
        settings = new RatisSettings(
                "damaged",
                self.id(),
                List.of(self),
                "127.0.0.1",
                storage,
                new RatisSettings.Timing(60, 120, 2_000, 10_000, 1_500));
        TestMember member = new TestMember(settings);
        member.node.start();
        await().atMost(TestGroup.LIMIT).until(member::leads);
        for (int i = 0; i < 6; i++) {
            member.node.propose(TestMember.batch(300 << 10, "/n" + i)).get(10, TimeUnit.SECONDS);
            member.node.propose(TestMember.batch(0, "/small" + i, "/other" + i)).get(10, TimeUnit.SECONDS);
            if (i < 2) {
                member.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            }
        }
        long digest = member.state.digest();
        member.node.close();
        whole = remains();
        assertThat(whole.digest()).isEqualTo(digest);
        assertThat(group("current")).isDirectoryContaining("glob:**/log_*-*");
    }

    @Test
    void changedByteIsRefusedOrNothingIsLost() throws Exception {
        Map<Path, byte[]> intact = files();
        Map<String, Integer> outcomes = new TreeMap<>();
        Random random = new Random(SEED);
        for (Map.Entry<Path, byte[]> file : intact.entrySet()) {
            for (int at : positions(file.getValue().length, random)) {
                byte[] damaged = file.getValue().clone();
                damaged[at] ^= (byte) (1 + random.nextInt(255));
                Files.write(file.getKey(), damaged);
                String outcome = start();
                outcomes.merge(kind(file.getKey()) + " " + outcome, 1, Integer::sum);
                assertThat(outcome.equals("started") ? remains() : whole)
                        .as("%s byte %s of %s", file.getKey(), at, damaged.length)
                        .isEqualTo(whole);
                restore(intact);
            }
        }
        assertThat(outcomes.keySet())
                .as("%s", outcomes)
                .contains(
                        "log_closed LOG_DAMAGED",
                        "log_open LOG_DAMAGED",
                        "raft-meta META_DAMAGED",
                        "raft-meta.conf META_DAMAGED",
                        "snapshot started",
                        "grove.memory started");
    }

    @Test
    void missingFileIsRefusedOrNothingIsLost() throws Exception {
        Map<Path, byte[]> intact = files();
        Map<String, String> outcomes = new TreeMap<>();
        for (Path file : intact.keySet()) {
            Files.delete(file);
            String outcome = start();
            outcomes.put(kind(file), outcome);
            assertThat(outcome.equals("started") ? remains() : whole)
                    .as("%s", file)
                    .isEqualTo(whole);
            restore(intact);
        }
        assertThat(outcomes)
                .containsEntry("raft-meta", "UNUSABLE_DATA")
                .containsEntry("grove.member", "MARKER_MISSING")
                .containsEntry("log_open", "LOG_SHORT");
    }

    /** As a start does, up to where Ratis begins. */
    private String start() {
        try (StorageGuard guard = StorageGuard.enter(settings, null, FeatureLevel.KNOWN)) {
            StorageCheck.run(guard.groupFolder(), guard.memory());
            return "started";
        } catch (StartRefusedException e) {
            assertThat(e.getMessage()).doesNotContain("\n").isNotBlank();
            return e.reason().name();
        } catch (IOException e) {
            return "failed";
        }
    }

    private Path group(String name) throws IOException {
        try (Stream<Path> groups = Files.list(data.resolve("raft"))) {
            return groups.findFirst().orElseThrow().resolve(name);
        }
    }

    private Map<Path, byte[]> files() throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".lock")) {
                    files.put(file, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    private void restore(Map<Path, byte[]> intact) throws IOException {
        for (Path file : files().keySet()) {
            if (!intact.containsKey(file)) {
                Files.delete(file);
            }
        }
        for (Map.Entry<Path, byte[]> file : intact.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    /** All of a small file, else the first bytes, the last, and some between. */
    private static int[] positions(int length, Random random) {
        return length <= 2 * CHANGES_PER_FILE
                ? IntStream.range(0, length).toArray()
                : IntStream.concat(
                                IntStream.concat(IntStream.range(0, 16), IntStream.range(length - 8, length)),
                                random.ints(CHANGES_PER_FILE, 0, length))
                        .toArray();
    }

    private static String kind(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("log_")
                ? name.startsWith("log_in") ? "log_open" : "log_closed"
                : name.endsWith(".md5") ? "md5" : name.replaceFirst("snapshot\\..*", "snapshot");
    }

    private Remains remains() throws IOException {
        Path current = group("current");
        Properties vote = new Properties();
        try (InputStream in = Files.newInputStream(current.resolve("raft-meta"))) {
            vote.load(in);
        }
        SnapshotFiles.Loaded snapshot =
                SnapshotFiles.read(SnapshotFiles.list(group("sm")).get(0), FeatureLevel.KNOWN);
        MachineState state = snapshot.state();
        long index = -1;
        for (LogFiles.LogFile file : LogFiles.list(current)) {
            for (LogEntryProto entry : entries(file.path())) {
                index = entry.getIndex();
                if (index > snapshot.at().getIndex() && entry.hasStateMachineLogEntry()) {
                    state = applied(state, entry);
                }
            }
        }
        LogEntryProto members = LogEntryProto.parseFrom(Files.readAllBytes(current.resolve("raft-meta.conf")));
        return new Remains(
                state.digest(),
                vote.getProperty("term") + " " + vote.getProperty("votedFor"),
                index,
                members.getConfigurationEntry().toString());
    }

    private static MachineState applied(MachineState state, LogEntryProto entry) {
        try {
            Batch batch =
                    LogCodec.decode(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
            MachineState current = state;
            for (CommandEnvelope envelope : batch.envelopes()) {
                current = CoordinationMachine.apply(current, batch.timeMs(), envelope)
                        .next();
            }
            return current;
        } catch (FormatException e) {
            throw new AssertionError("entry " + entry.getIndex(), e);
        }
    }

    private static List<LogEntryProto> entries(Path file) throws IOException {
        List<LogEntryProto> entries = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(LogRecords.HEADER.length);
            for (int next = in.read(); next > 0; next = in.read()) {
                int length = CodedInputStream.readRawVarint32(next, in);
                entries.add(LogEntryProto.parseFrom(in.readNBytes(length)));
                in.skipNBytes(LogRecords.CRC_BYTES);
            }
        }
        return entries;
    }
}
