package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grove.machine.MachineState;
import io.grove.replication.ProposalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots: taken without a stop of the apply, used at start, sent to members that lag. */
@Timeout(60)
class RatisSnapshotsTest {
    private static final int KIB = 1 << 10;

    @TempDir
    Path folder;

    @Test
    void memberRestartsFromSnapshotAndTheLogBehindIt() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember first = group.awaitLeader();
            first.create("/a", "/b").get(10, TimeUnit.SECONDS);

            long index = first.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            first.create("/c").get(10, TimeUnit.SECONDS);
            long digest = first.state.digest();
            group.kill("n1");
            TestMember second = group.start("n1", false);

            assertThat(index).isPositive();
            assertThat(second.state.zxid()).as("restored before start returned").isEqualTo(2);
            group.awaitEqual(3);
            assertThat(second.created).as("what the log had behind it").containsExactly("/c");
            assertThat(second.state.digest()).isEqualTo(digest);
        }
    }

    @Test
    void snapshotIsTakenWhenEnoughEntriesWereApplied() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1)) {
            group.snapshots = new RatisSettings.Snapshots(10, Long.MAX_VALUE, Long.MAX_VALUE, 2);
            TestMember only = group.start("n1", true);
            group.awaitLeader();

            for (int i = 0; i < 20; i++) {
                only.create("/n" + i).get(10, TimeUnit.SECONDS);
            }

            await().atMost(TestGroup.LIMIT)
                    .until(() ->
                            only.meters.get("grove.raft.snapshot.index").gauge().value() >= 10);
        }
    }

    @Test
    void snapshotIsTakenWhenEnoughBytesWereLogged() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1)) {
            group.snapshots = new RatisSettings.Snapshots(Long.MAX_VALUE, 100 * KIB, Long.MAX_VALUE, 2);
            TestMember only = group.start("n1", true);
            group.awaitLeader();
            only.create("/small").get(10, TimeUnit.SECONDS);
            assertThat(snapshotFiles(group, "n1")).isEmpty();

            only.node.propose(TestMember.batch(200 * KIB, "/large")).get(10, TimeUnit.SECONDS);

            await().atMost(TestGroup.LIMIT)
                    .until(() -> !snapshotFiles(group, "n1").isEmpty());
        }
    }

    @Test
    void twoWhoAskShareOneSnapshotAndNothingNewNeedsNone() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();
            only.create("/a").get(10, TimeUnit.SECONDS);

            var first = only.node.takeSnapshot();
            var second = only.node.takeSnapshot();

            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(second.get(10, TimeUnit.SECONDS));
            assertThat(only.node.takeSnapshot().get(10, TimeUnit.SECONDS)).isEqualTo(first.get());
            assertThat(snapshotFiles(group, "n1")).hasSize(1);
        }
    }

    @Test
    void oldSnapshotsAndTheLogBehindThemAreRemoved() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();

            for (int round = 0; round < 4; round++) {
                fill(only, "/r" + round, 3);
                only.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            }

            await().atMost(TestGroup.LIMIT)
                    .until(() -> snapshotFiles(group, "n1").size() == 2);
            await().atMost(TestGroup.LIMIT)
                    .until(() -> only.meters
                                    .get("grove.raft.log.start.index")
                                    .gauge()
                                    .value()
                            > 5);
        }
    }

    @Test
    void laggingMemberGetsTheLeadersSnapshot() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember leader = group.awaitLeader();
            leader.create("/first").get(10, TimeUnit.SECONDS);
            group.awaitEqual(1);
            String lagging = group.idOf(group.anyFollower());
            group.kill(lagging);
            fill(leader, "/while-away", 6);
            leader.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            await().atMost(TestGroup.LIMIT)
                    .until(() -> leader.meters
                                    .get("grove.raft.log.start.index")
                                    .gauge()
                                    .value()
                            > 3);

            TestMember back = group.start(lagging, false);
            group.awaitEqual(7);
            leader.create("/later").get(10, TimeUnit.SECONDS);

            group.awaitEqual(8);
            assertThat(back.restores)
                    .as("at start, and by the leader's snapshot")
                    .hasValue(2);
            assertThat(back.created).doesNotContain("/while-away0").contains("/later");
            assertThat(back.failures).isEmpty();

            long digest = back.state.digest();
            group.kill(lagging);
            TestMember again = group.start(lagging, false);
            group.awaitEqual(8);
            assertThat(again.state.digest()).isEqualTo(digest);
        }
    }

    @Test
    void damagedSnapshotIsSetAsideForTheOneBefore() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1)) {
            group.log = new RatisSettings.Log(1 << 20, 1 << 20, 64 << 10, 1_000);
            TestMember only = group.start("n1", true);
            group.awaitLeader();
            only.create("/a").get(10, TimeUnit.SECONDS);
            only.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            only.create("/b").get(10, TimeUnit.SECONDS);
            only.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            long digest = only.state.digest();
            group.kill("n1");
            Path newest = snapshotFiles(group, "n1").get(1);
            flipByte(newest, 3);

            TestMember back = group.start("n1", false);

            group.awaitEqual(2);
            assertThat(back.state.digest()).isEqualTo(digest);
            assertThat(newest).doesNotExist();
            assertThat(newest.resolveSibling(newest.getFileName() + ".corrupt")).exists();
        }
    }

    /** Killed after Ratis had moved the folder of snapshots away, and before it had moved the received one there. */
    @Test
    void crashInTheMiddleOfAnInstallLosesNoSnapshot() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();
            purgeLog(only);
            long digest = only.state.digest();
            long zxid = only.state.zxid();
            group.kill("n1");
            Path raft = snapshotFiles(group, "n1").get(0).getParent().getParent();
            Files.move(raft.resolve("sm"), raft.resolve("sm.tmp20260101_000000"));
            Path received = Files.createDirectories(raft.resolve("tmp").resolve("snapshot-1"));
            Files.writeString(received.resolve("snapshot.1_900"), "half of it");

            TestMember back = group.start("n1", false);

            group.awaitEqual(zxid);
            assertThat(back.state.digest()).isEqualTo(digest);
            assertThat(received).doesNotExist();
            assertThat(raft.resolve("sm.tmp20260101_000000")).doesNotExist();
        }
    }

    /** Ratis would start, and look for the entries between for ever. */
    @Test
    void damagedSnapshotIsRefusedWhenTheLogDoesNotReachBackToTheOneBefore() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();
            purgeLog(only);
            group.kill("n1");
            flipByte(snapshotFiles(group, "n1").get(1), 3);

            for (int start = 0; start < 2; start++) {
                assertThatThrownBy(() -> group.start("n1", false))
                        .isInstanceOf(StartRefusedException.class)
                        .hasMessageContaining("entries are missing");
            }
        }
    }

    /** It would vote, having forgotten what it has acknowledged. */
    @Test
    void memberWhoseStateIsLostIsRefused() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();
            only.create("/a").get(10, TimeUnit.SECONDS);
            only.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            group.kill("n1");
            Path snapshot = snapshotFiles(group, "n1").get(0);
            flipByte(snapshot, 3);
            // As it is after an install: no log yet.
            Files.delete(snapshot.getParent().resolveSibling("current").resolve("log_inprogress_0"));

            for (int start = 0; start < 2; start++) {
                assertThatThrownBy(() -> group.start("n1", false))
                        .isInstanceOf(StartRefusedException.class)
                        .hasMessageContaining("must not vote again");
            }
        }
    }

    /** While Ratis puts the leader's snapshot in its place there is none, and a new one would be in the way. */
    @Test
    void folderThatIsGoneIsNotMadeAgainByTheWriter() {
        Path gone = folder.resolve("gone");

        assertThatThrownBy(() -> SnapshotFiles.write(gone, TermIndex.valueOf(1, 1), MachineState.EMPTY, () -> false))
                .isInstanceOf(IOException.class);
        assertThat(gone).doesNotExist();
    }

    /** Leaves two snapshots, and a log that reaches back to the newer one only. */
    private static void purgeLog(TestMember leader) throws Exception {
        for (int round = 0; round < 3; round++) {
            fill(leader, "/r" + round, 3);
            leader.node.takeSnapshot().get(10, TimeUnit.SECONDS);
        }
        double newest = leader.meters.get("grove.raft.snapshot.index").gauge().value();
        await().atMost(TestGroup.LIMIT)
                .until(() ->
                        leader.meters.get("grove.raft.log.start.index").gauge().value() >= newest - 1);
    }

    /** Large entries, so that log files are closed and can be purged. */
    private static void fill(TestMember leader, String prefix, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String path = prefix + i;
            // A leader whose process was held up for longer than the election timeout steps down, even when it is
            // alone, and leads again a moment later. What it had not committed then is proposed anew.
            while (!isAccepted(leader, path)) {
                await().atMost(TestGroup.LIMIT).until(leader::leads);
            }
        }
    }

    private static boolean isAccepted(TestMember leader, String path) throws Exception {
        try {
            leader.node.propose(TestMember.batch(600 * KIB, path)).get(10, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            ProposalException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(ProposalException.Reason.NOT_LEADER));
            return false;
        }
    }

    private static void flipByte(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 1;
        Files.write(file, bytes);
    }

    /** Oldest first. */
    private static List<Path> snapshotFiles(TestGroup group, String id) {
        try (Stream<Path> files = Files.walk(group.folder(id).resolve("raft"))) {
            return files.filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
                    .sorted((a, b) -> Long.compare(index(a), index(b)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long index(Path snapshot) {
        String name = snapshot.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('_') + 1));
    }
}
