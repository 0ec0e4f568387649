package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.replication.ProposalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member that cannot go on says so, instead of lingering. */
@Timeout(60)
class FailStopTest {
    @TempDir
    Path folder;

    @Test
    void bugInTheApplyStopsTheMemberOnce() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();
            only.bug = new IllegalStateException("a bug for the test");

            CompletableFuture<Void> proposal = only.create("/a");

            await().atMost(TestGroup.LIMIT).until(() -> !only.failures.isEmpty());
            assertThat(only.failures).hasSize(1).first().asString().contains("a bug for the test");
            assertThat(outcome(proposal)).isIn("CLOSED", "NOT_LEADER", "unknown");
            assertThat(only.state.zxid()).isZero();
        }
    }

    @Test
    void deadLogStopsTheMember() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();
            only.create("/a").get(10, TimeUnit.SECONDS);
            // The volume goes away: the next log file cannot be made.
            Path raft = group.folder("n1").resolve("raft");
            Files.move(raft, raft.resolveSibling("gone"));

            List<CompletableFuture<Void>> proposals = Stream.of("/b", "/c", "/d")
                    .map(path -> only.node.propose(TestMember.batch(600 << 10, path)))
                    .toList();

            await().atMost(TestGroup.LIMIT).until(() -> !only.failures.isEmpty());
            assertThat(only.failures).hasSize(1).first().asString().contains("log");
            assertThat(proposals)
                    .last()
                    .satisfies(last -> assertThat(outcome(last)).isNotEqualTo("applied"));
        }
    }

    @Test
    void closeIsNoFailure() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember leader = group.awaitLeader();

            group.close(group.idOf(leader));

            assertThat(leader.failures).isEmpty();
            group.awaitLeader();
        }
    }

    private static String outcome(CompletableFuture<Void> proposal) throws InterruptedException {
        try {
            proposal.get(2, TimeUnit.SECONDS);
            return "applied";
        } catch (ExecutionException e) {
            return e.getCause() instanceof ProposalException refused
                    ? refused.reason().name()
                    : e.getCause().toString();
        } catch (TimeoutException e) {
            return "unknown";
        }
    }
}
