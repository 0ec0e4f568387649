package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grove.replication.Leadership;
import io.grove.replication.ProposalException;
import io.grove.replication.ReplicationStatus.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A group from outside: order, agreement, restart, fail-over. */
@Timeout(60)
class RatisNodeTest {
    @TempDir
    Path folder;

    @Test
    void proposalsOfOneThreadAreAppliedInOrderOnAllMembers() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember leader = group.awaitLeader();
            List<String> paths = IntStream.range(0, 200).mapToObj(i -> "/n" + i).toList();

            List<CompletableFuture<Void>> proposals = paths.stream()
                    .map(path -> leader.create(path, path + "-twin"))
                    .toList();

            CompletableFuture.allOf(proposals.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
            group.awaitEqual(400);
            List<String> expected = paths.stream()
                    .flatMap(path -> List.of(path, path + "-twin").stream())
                    .toList();
            assertThat(group.members())
                    .allSatisfy(member -> assertThat(member.created).isEqualTo(expected));
        }
    }

    @Test
    void proposalCompletesAfterTheLocalApply() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();

            only.create("/a").get(10, TimeUnit.SECONDS);

            assertThat(only.created).containsExactly("/a");
            assertThat(only.node.status().role()).isEqualTo(Role.LEADER);
            assertThat(only.node.status().sinceLeaderContactMs()).isZero();
        }
    }

    /** What a follower knows as committed it learns with the entries, so it always seems to have all. */
    @Test
    void memberThatLagsIsCaughtUpWhenItHasWhatTheLeaderHad() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember leader = group.awaitLeader();
            leader.create("/a").get(10, TimeUnit.SECONDS);
            group.awaitEqual(1);
            String lagging = group.idOf(group.anyFollower());
            group.kill(lagging);
            for (int i = 0; i < 40; i++) {
                leader.node.propose(TestMember.batch(400 << 10, "/n" + i)).get(10, TimeUnit.SECONDS);
            }
            long zxid = leader.state.zxid();

            TestMember back = group.start(lagging, false);
            assertThat(back.node.status().isCaughtUp()).isFalse();
            await().atMost(TestGroup.LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .until(() -> back.node.status().isCaughtUp());

            assertThat(back.state.zxid()).isGreaterThanOrEqualTo(zxid);
        }
    }

    @Test
    void fiveMembersAgreeAndSurviveTheLossOfTwo() throws Exception {
        try (TestGroup group = new TestGroup(folder, 5).start()) {
            group.awaitLeader().create("/a").get(10, TimeUnit.SECONDS);
            group.awaitEqual(1);

            group.kill(group.idOf(group.awaitLeader()));
            group.kill(group.idOf(group.anyFollower()));

            proposeUntilTaken(group, "/b");
            await().atMost(TestGroup.LIMIT)
                    .untilAsserted(() -> assertThat(group.members())
                            .hasSize(3)
                            .allSatisfy(member -> assertThat(member.created).containsExactly("/a", "/b")));
        }
    }

    @Test
    void followerHasTheEntryWithoutWaitingForAHeartbeat() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember leader = group.awaitLeader();
            TestMember follower = group.anyFollower();
            leader.create("/warm").get(10, TimeUnit.SECONDS);
            group.awaitEqual(1);

            leader.create("/a").get(10, TimeUnit.SECONDS);

            // The heartbeat is 150 ms; nothing else is sent after this entry.
            await().atMost(Duration.ofMillis(100))
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .until(() -> follower.state.zxid() == 2);
        }
    }

    @Test
    void followerRefusesToPropose() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember follower = group.anyFollower();

            assertRefused(follower.create("/a"), ProposalException.Reason.NOT_LEADER);
            assertThat(follower.created).isEmpty();
        }
    }

    @Test
    void memberThatDoesNotRunRefusesToPropose() throws Exception {
        TestGroup group = new TestGroup(folder, 1);
        TestMember member = new TestMember(group.settings("n1", true));
        assertRefused(member.create("/early"), ProposalException.Reason.CLOSED);
        assertThat(member.node.status().role()).isEqualTo(Role.STARTING);

        member.node.start();
        await().atMost(TestGroup.LIMIT).until(member::leads);
        member.node.close();

        assertRefused(member.create("/late"), ProposalException.Reason.CLOSED);
        assertThat(member.node.leadership().leader()).isEmpty();
        assertThat(member.failures).isEmpty();
    }

    @Test
    void oversizeBatchNeverReachesRatis() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember only = group.awaitLeader();

            assertThatThrownBy(() -> only.node.propose(TestMember.batch(only.node.batchBytesMax() + 1, "/big")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most " + only.node.batchBytesMax());

            only.node
                    .propose(TestMember.batch(only.node.batchBytesMax() - 1_000, "/fits"))
                    .get(10, TimeUnit.SECONDS);
            assertThat(only.created).containsExactly("/fits");
            assertThat(only.leads()).isTrue();
        }
    }

    @Test
    void killedLeaderIsReplacedAndNothingAcknowledgedIsLost() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember first = group.awaitLeader();
            long firstTerm = first.node.leadership().term();
            for (int i = 0; i < 20; i++) {
                first.create("/n" + i).get(10, TimeUnit.SECONDS);
            }

            group.kill(group.idOf(first));
            TestMember second = group.awaitLeader();

            assertThat(second.node.leadership().term()).isGreaterThan(firstTerm);
            assertThat(second.created).hasSize(20);
            proposeUntilTaken(group, "/after");
            group.awaitEqual(21);
            TestMember back = group.start(group.idOf(first), false);
            group.awaitEqual(21);
            assertThat(back.created).hasSize(21);
        }
    }

    @Test
    void closingLeaderHandsLeadershipOver() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember first = group.awaitLeader();
            first.create("/a").get(10, TimeUnit.SECONDS);
            group.awaitEqual(1);

            first.node.close();

            // Without a transfer the others would have to wait for their election timeout, of 300 ms at least.
            List<TestMember> others =
                    group.members().stream().filter(member -> member != first).toList();
            assertThat(others)
                    .anySatisfy(member -> assertThat(member.node.leadership().leader())
                            .isPresent()
                            .hasValueSatisfying(id -> assertThat(id).isNotEqualTo(first.settings.self())));
            assertThat(first.failures).isEmpty();
        }
    }

    @Test
    void leadershipIsToldInOrder() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember first = group.awaitLeader();
            group.kill(group.idOf(first));
            TestMember second = group.awaitLeader();

            assertThat(second.leaderships).extracting(Leadership::term).isSorted();
            assertThat(second.leaderships)
                    .last()
                    .isEqualTo(new Leadership(second.node.status().term(), Optional.of(second.settings.self()), true));
            assertThat(first.leaderships).last().matches(told -> !told.isReadyHere());
        }
    }

    @Test
    void groupRestartsFromItsLogs() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            group.awaitLeader().create("/a", "/b").get(10, TimeUnit.SECONDS);
            group.awaitEqual(2);
            long digest = group.member("n1").state.digest();
            List.of("n1", "n2", "n3").forEach(group::kill);

            for (String id : List.of("n1", "n2", "n3")) {
                group.start(id, false);
            }

            group.awaitEqual(2);
            assertThat(group.member("n2").state.digest()).isEqualTo(digest);
            proposeUntilTaken(group, "/c");
            group.awaitEqual(3);
        }
    }

    @Test
    void memberWithoutMajoritySaysThatNobodyLeadsAndForHowLong() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember leader = group.awaitLeader();
            TestMember follower = group.anyFollower();
            assertThat(follower.node.status().sinceLeaderContactMs()).isBetween(0L, 2_000L);

            group.members().stream()
                    .filter(member -> member != leader)
                    .map(group::idOf)
                    .toList()
                    .forEach(group::kill);

            await().atMost(TestGroup.LIMIT)
                    .until(() -> leader.node.leadership().leader().isEmpty());
            await().atMost(TestGroup.LIMIT).until(() -> leader.node.status().sinceLeaderContactMs() > 1_000);
            assertRefused(leader.create("/a"), ProposalException.Reason.NOT_LEADER);
            assertThat(leader.failures).isEmpty();
        }
    }

    @Test
    void connectionToASilentPeerIsMadeAnew() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3)) {
            group.timing = new RatisSettings.Timing(300, 600, 2_000, 1_200, 1_500);
            TestMember leader = group.start().awaitLeader();
            String silent = group.idOf(group.anyFollower());
            group.kill(silent);

            await().atMost(TestGroup.LIMIT)
                    .until(() ->
                            leader.meters.get("grove.raft.peer.resets").gauge().value() >= 1);
            group.start(silent, false);
            leader.create("/a").get(10, TimeUnit.SECONDS);

            group.awaitEqual(1);
        }
    }

    @Test
    void metersTellTheLogsFsyncsAndTheFollowers() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember leader = group.awaitLeader();
            leader.create("/a").get(10, TimeUnit.SECONDS);
            group.awaitEqual(1);

            assertThat(leader.meters.get("grove.raft.log.fsync").timer().count())
                    .isPositive();
            assertThat(leader.meters.get("grove.raft.leader").gauge().value()).isEqualTo(1);
            assertThat(leader.meters.get("grove.raft.follower.lag.entries").gauges())
                    .hasSize(2);
            TestMember follower = group.anyFollower();
            assertThat(follower.meters.get("grove.raft.log.fsync").timer().count())
                    .isPositive();
            assertThat(follower.meters.get("grove.raft.leader").gauge().value()).isZero();
            assertThat(follower.meters.find("grove.raft.follower.lag.entries").gauges())
                    .isEmpty();

            leader.node.close();
            assertThat(leader.meters.getMeters()).isEmpty();
        }
    }

    /** Leadership may move while a group settles. */
    private static void proposeUntilTaken(TestGroup group, String path) {
        await().atMost(TestGroup.LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> group.awaitLeader().create(path).get(5, TimeUnit.SECONDS));
    }

    private static void assertRefused(CompletableFuture<Void> proposal, ProposalException.Reason reason) {
        assertThatThrownBy(() -> proposal.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProposalException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
