package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grove.ratis.StartRefusedException.Reason;
import io.grove.replication.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a member refuses to start on, with a line that says so. */
@Timeout(60)
class StartRefusedTest {
    private static final RatisSettings.Timing TIMING = new RatisSettings.Timing(60, 120, 2_000, 10_000, 1_500);

    @TempDir
    Path temporary;

    private Path data;
    private Member self;

    @BeforeEach
    void prepare() {
        data = temporary.resolve("data");
        self = TestPeers.next("n1");
    }

    @Test
    void emptyFolderWithoutBootstrap() {
        assertThat(refusal(settings("c1", self, false)))
                .startsWith("NOT_INITIALISED")
                .contains("bootstrap");
        assertThat(data.resolve("raft")).doesNotExist();
    }

    @Test
    void folderOfAnotherCluster() throws Exception {
        runOnce();

        assertThat(refusal(settings("c2", self, true)))
                .startsWith("OTHER_CLUSTER")
                .contains("'c1'")
                .contains("'c2'");
    }

    @Test
    void folderOfAnotherMember() throws Exception {
        runOnce();
        Member other = TestPeers.at("n2", self.raftAddress());

        assertThat(refusal(settings("c1", other, true)))
                .startsWith("OTHER_MEMBER")
                .contains("'n1'")
                .contains("'n2'");
    }

    @Test
    void folderWithALogButNoMarker() throws Exception {
        runOnce();
        Files.delete(data.resolve("grove.member"));

        assertThat(refusal(settings("c1", self, true))).startsWith("MARKER_MISSING");
    }

    @Test
    void folderWithAMarkerButNoLog() throws Exception {
        runOnce();
        try (Stream<Path> files = Files.walk(data.resolve("raft"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        assertThat(refusal(settings("c1", self, true)))
                .startsWith("UNUSABLE_DATA")
                .contains("its log is gone");
    }

    @Test
    void damagedMarker() throws Exception {
        runOnce();
        for (String damaged : List.of("", "format=\\u00zz")) {
            Files.writeString(data.resolve("grove.member"), damaged);

            assertThat(refusal(settings("c1", self, true)))
                    .startsWith("UNUSABLE_DATA")
                    .contains("grove.member");
        }
    }

    @Test
    void folderInUse() throws Exception {
        RatisNode running = new TestMember(settings("c1", self, true)).node;
        running.start();
        try {
            Member sameFolder = TestPeers.next(self.id().value());

            assertThat(refusal(settings("c1", sameFolder, true))).startsWith("FOLDER_IN_USE");
        } finally {
            running.close();
        }
    }

    @Test
    void folderThatCannotBeMade() throws Exception {
        Files.writeString(temporary.resolve("file"), "");
        data = temporary.resolve("file").resolve("data");

        assertThat(refusal(settings("c1", self, true)))
                .startsWith("NOT_WRITABLE")
                .contains(data.toString());
    }

    @Test
    void tooLittleSpace() {
        RatisSettings.Storage storage = new RatisSettings.Storage(
                data,
                true,
                new RatisSettings.Disk(Long.MAX_VALUE, 10_000),
                RatisSettings.Log.DEFAULT,
                RatisSettings.Snapshots.DEFAULT);

        assertThat(refusal(new RatisSettings("c1", self.id(), List.of(self), "127.0.0.1", storage, TIMING)))
                .startsWith("DISK_FULL")
                .contains("MiB free");
    }

    @Test
    void portInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(self.raftPort(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(settings("c1", self, true)))
                    .startsWith("PORT_IN_USE")
                    .contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void logThatBeginsBehindTheSnapshot() throws Exception {
        runOnce();
        Path log = logFolder();
        Files.move(log.resolve("log_inprogress_0"), log.resolve("log_inprogress_7"));

        assertThat(refusal(settings("c1", self, true))).startsWith("LOG_GAP").contains("entry 7");
    }

    @Test
    void damagedLog() throws Exception {
        runOnce();
        Path file = logFolder().resolve("log_inprogress_0");
        byte[] bytes = Files.readAllBytes(file);
        bytes[12] ^= 1;
        Files.write(file, bytes);

        assertThat(refusal(settings("c1", self, true)))
                .startsWith("LOG_DAMAGED")
                .contains("log_inprogress_0");
    }

    /** No refusal: this is what a crash leaves. */
    @Test
    void logWithATornRecordAtItsEndIsCutAndUsed() throws Exception {
        runOnce();
        Path file = logFolder().resolve("log_inprogress_0");
        // A length of 5,000, of which one sector was written.
        byte[] torn = Arrays.copyOf(new byte[] {(byte) 0x88, 0x27, 0x08, 0x01, 0x10, 0x02}, 8_192);
        Files.write(file, torn, StandardOpenOption.APPEND);

        runOnce();

        TestMember back = new TestMember(settings("c1", self, false));
        back.node.start();
        await().atMost(TestGroup.LIMIT).until(() -> back.created.size() == 2);
        back.node.close();
    }

    @Test
    void logThatHasLostWhatWasAcknowledged() throws Exception {
        runOnce();
        Path file = logFolder().resolve("log_inprogress_0");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));

        assertThat(refusal(settings("c1", self, true))).startsWith("LOG_SHORT");
    }

    @Test
    void refusedMemberLeavesTheFolderAndThePortToTheNext() throws Exception {
        refusal(settings("c1", self, false));

        runOnce();
        runOnce();
    }

    private RatisSettings settings(String cluster, Member member, boolean bootstrap) {
        RatisSettings.Storage storage = new RatisSettings.Storage(
                data,
                bootstrap,
                new RatisSettings.Disk(0, 10_000),
                RatisSettings.Log.DEFAULT,
                RatisSettings.Snapshots.DEFAULT);
        return new RatisSettings(cluster, member.id(), List.of(member), "127.0.0.1", storage, TIMING);
    }

    /** A member that has come to lead, has logged something, and has ended. */
    private void runOnce() throws Exception {
        TestMember member = new TestMember(settings("c1", self, true));
        member.node.start();
        await().atMost(TestGroup.LIMIT).until(member::leads);
        member.create("/a" + member.state.zxid()).get(10, TimeUnit.SECONDS);
        member.node.close();
        assertThat(member.failures).isEmpty();
    }

    private Path logFolder() throws IOException {
        try (Stream<Path> groups = Files.list(data.resolve("raft"))) {
            return groups.findFirst().orElseThrow().resolve("current");
        }
    }

    /** The reason and the message, which is one line. */
    private static String refusal(RatisSettings settings) {
        RatisNode node = new TestMember(settings).node;
        StartRefusedException refused = catchThrowableOfType(StartRefusedException.class, node::start);
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).doesNotContain("\n");
        assertThat(refused.reason()).isNotNull().isInstanceOf(Reason.class);
        return refused.reason() + " " + refused.getMessage();
    }
}
