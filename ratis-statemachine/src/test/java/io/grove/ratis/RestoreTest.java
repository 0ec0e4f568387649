package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.command.Command;
import io.grove.command.FeatureLevel;
import io.grove.machine.MachineState;
import io.grove.machine.Restoration;
import io.grove.ratis.StartRefusedException.Reason;
import io.grove.snapshot.SnapshotSamples;
import io.grove.testing.States;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** New groups that begin with a backup. */
@Timeout(120)
class RestoreTest {
    @TempDir
    Path folder;

    private final MachineState old = States.rich();

    @Test
    void allMembersBeginWithTheBackupAndGoOn() throws Exception {
        try (TestGroup group = new TestGroup(folder.resolve("group"), 3)) {
            group.restoreFrom = backup("backup", old);
            group.start();
            MachineState begin = Restoration.of(old);
            group.members().forEach(member -> assertThat(member.state.zxid()).isGreaterThanOrEqualTo(begin.zxid()));

            group.awaitLeader().create("/after").get(10, TimeUnit.SECONDS);

            group.awaitEqual(begin.zxid() + 1);
        }
    }

    @Test
    void whatWasRestoredSurvivesRestartsWithAndWithoutTheSetting() throws Exception {
        try (TestGroup group = new TestGroup(folder.resolve("group"), 1)) {
            group.restoreFrom = backup("backup", old);
            group.start().awaitLeader().create("/after").get(10, TimeUnit.SECONDS);
            long zxid = group.member("n1").state.zxid();

            group.kill("n1");
            group.start("n1", true);
            group.awaitLeader();
            group.awaitEqual(zxid);
            group.kill("n1");
            group.restoreFrom = null;
            group.start("n1", false);
            group.awaitLeader();
            group.awaitEqual(zxid);
        }
    }

    @Test
    void aSnapshotOfTheRestoredGroupIsTaken() throws Exception {
        try (TestGroup group = new TestGroup(folder.resolve("group"), 3)) {
            group.restoreFrom = backup("backup", old);
            group.start().awaitLeader().create("/after").get(10, TimeUnit.SECONDS);
            TestMember leader = group.awaitLeader();
            leader.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            leader.create("/more").get(10, TimeUnit.SECONDS);

            group.awaitEqual(Restoration.of(old).zxid() + 2);
        }
    }

    @Test
    void membersWithDifferentBackupsDoNotTalk() throws Exception {
        try (TestGroup group = new TestGroup(folder.resolve("group"), 3)) {
            group.restoreFrom = backup("one", old);
            group.start("n1", true);
            group.restoreFrom = backup("other", States.after(old, new Command.Barrier()));
            group.start("n2", true);
            group.restoreFrom = null;
            group.start("n3", true);

            assertThat(group.members().stream()
                            .map(member -> member.node.groupId())
                            .distinct())
                    .hasSize(3);
        }
    }

    @Test
    void damagedBackupsAreRefusedAndLeaveNothingBehind() throws Exception {
        byte[] good = SnapshotSamples.bytes(old);
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        byte[] newer = SnapshotSamples.bytes(States.after(old, new Command.RaiseFeatureLevel(FeatureLevel.KNOWN + 1)));
        try (TestGroup group = new TestGroup(folder.resolve("group"), 1)) {
            group.restoreFrom = folder.resolve("none");
            assertRefused(group, Reason.BAD_BACKUP, "cannot be read");
            group.restoreFrom = Files.write(folder.resolve("flipped"), flipped);
            assertRefused(group, Reason.BAD_BACKUP, "damaged");
            group.restoreFrom = Files.write(folder.resolve("cut"), Arrays.copyOf(good, good.length - 1));
            assertRefused(group, Reason.BAD_BACKUP, "cut off");
            group.restoreFrom = Files.write(folder.resolve("newer"), newer);
            assertRefused(group, Reason.BAD_BACKUP, "feature level");

            group.restoreFrom = backup("good", old);
            group.start("n1", true);
            assertThat(group.member("n1").state.zxid())
                    .isEqualTo(Restoration.of(old).zxid());
        }
    }

    @Test
    void aFolderThatIsInUseIsNotRestoredInto() throws Exception {
        try (TestGroup group = new TestGroup(folder.resolve("group"), 1)) {
            group.start().awaitLeader().create("/mine").get(10, TimeUnit.SECONDS);
            group.kill("n1");
            group.restoreFrom = backup("backup", old);

            assertRefused(group, Reason.NOT_EMPTY, "empty folders only");

            group.restoreFrom = null;
            group.start("n1", false);
            group.awaitLeader();
            assertThat(group.member("n1").created).containsExactly("/mine");
        }
    }

    private static void assertRefused(TestGroup group, Reason reason, String message) {
        assertThatThrownBy(() -> group.start("n1", true))
                .isInstanceOfSatisfying(
                        StartRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    private Path backup(String name, MachineState state) throws IOException {
        return Files.write(folder.resolve(name), SnapshotSamples.bytes(state));
    }
}
