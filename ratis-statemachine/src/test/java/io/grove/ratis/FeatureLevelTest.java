package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.FeatureLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that meets a feature level above what it knows stops and says so; a newer program goes on. */
class FeatureLevelTest {
    private static final int NEXT = FeatureLevel.KNOWN + 1;
    private static final String TOO_OLD =
            "the ensemble has feature level " + NEXT + ", this program knows levels up to " + FeatureLevel.KNOWN
                    + ": it is too old for this data; start a newer version";

    @TempDir
    Path folder;

    @Test
    void aMemberStopsAtALevelThatItDoesNotKnow() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember member = group.awaitLeader();
            member.create("/a").get(10, TimeUnit.SECONDS);

            raise(member);

            await().atMost(TestGroup.LIMIT).until(() -> !member.failures.isEmpty());
            assertThat(member.failures).hasSize(1).first().asString().contains(TOO_OLD);
            assertThat(member.state.featureLevel()).as("it never serves that").isEqualTo(FeatureLevel.FIRST);
        }
    }

    @Test
    void theSameLogIsGoodForANewerProgramAndRefusedByTheOldOneAgain() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1)) {
            group.knownFeatureLevel = NEXT;
            group.start();
            TestMember newer = group.awaitLeader();
            raise(newer);
            await().atMost(TestGroup.LIMIT).until(() -> newer.state.featureLevel() == NEXT);
            group.close("n1");

            group.knownFeatureLevel = FeatureLevel.KNOWN;
            TestMember older = group.start("n1", false);
            await().atMost(TestGroup.LIMIT).until(() -> !older.failures.isEmpty());
            assertThat(older.failures).first().asString().contains(TOO_OLD);
            group.close("n1");

            group.knownFeatureLevel = NEXT;
            TestMember again = group.start("n1", false);
            await().atMost(TestGroup.LIMIT).until(() -> again.state.featureLevel() == NEXT);
            assertThat(again.failures).isEmpty();
        }
    }

    @Test
    void aSnapshotOfAHigherLevelIsRefusedAndLeftAsItIs() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1)) {
            group.knownFeatureLevel = NEXT;
            group.start();
            TestMember newer = group.awaitLeader();
            raise(newer);
            await().atMost(TestGroup.LIMIT).until(() -> newer.state.featureLevel() == NEXT);
            group.member("n1").node.takeSnapshot().get(10, TimeUnit.SECONDS);
            group.close("n1");

            group.knownFeatureLevel = FeatureLevel.KNOWN;
            assertThatThrownBy(() -> group.start("n1", false))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining(TOO_OLD);
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files).noneMatch(file -> file.toString().endsWith(".corrupt"));
            }

            group.knownFeatureLevel = NEXT;
            TestMember again = group.start("n1", false);
            assertThat(again.state.featureLevel()).isEqualTo(NEXT);
        }
    }

    private static void raise(TestMember member) {
        Command raise = new Command.RaiseFeatureLevel(NEXT);
        CompletableFuture<Void> unused =
                member.node.propose(new Batch(1_000, List.of(CommandEnvelope.ofEnsemble(raise))));
    }
}
