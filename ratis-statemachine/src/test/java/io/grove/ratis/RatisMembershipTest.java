package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.MembershipException;
import io.grove.replication.ReplicationStatus.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members that come and go. */
@Timeout(60)
class RatisMembershipTest {
    @TempDir
    Path folder;

    @Test
    void listenerIsAddedAndPromoted() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember leader = group.awaitLeader();
            leader.create("/a").get(10, TimeUnit.SECONDS);
            TestMember joiner = group.join("n2");
            assertThat(joiner.node.isAdmitted()).isFalse();

            addListener(group, joiner);

            group.awaitEqual(1);
            await().atMost(TestGroup.LIMIT).until(joiner.node::isAdmitted);
            assertThat(joiner.node.status().role()).isEqualTo(Role.LISTENER);
            assertThat(leader.node.membership().listeners()).containsExactly(joiner.settings.selfMember());

            promote(group, "n2");

            leader.create("/b").get(10, TimeUnit.SECONDS);
            group.awaitEqual(2);
            await().atMost(TestGroup.LIMIT)
                    .until(() -> joiner.node.status().role() == Role.FOLLOWER
                            && joiner.node.membership().isSettled());
            assertThat(joiner.node.membership().voters())
                    .containsExactly(leader.settings.selfMember(), joiner.settings.selfMember());
        }
    }

    /** Through a snapshot, since the log before it is gone. */
    @Test
    void joinerGetsASnapshot() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            TestMember leader = group.awaitLeader();
            for (int i = 0; i < 10; i++) {
                leader.create("/" + i).get(10, TimeUnit.SECONDS);
            }
            leader.node.takeSnapshot().get(10, TimeUnit.SECONDS);
            TestMember joiner = group.join("n2");

            addListener(group, joiner);

            group.awaitEqual(10);
            await().atMost(TestGroup.LIMIT).until(joiner.node::isAdmitted);
            group.kill("n2");
            leader.create("/last").get(10, TimeUnit.SECONDS);
            assertThat(group.join("n2").node.isAdmitted()).isTrue();
            group.awaitEqual(11);
        }
    }

    /** What a member's settings say of the members counts no more. */
    @Test
    void membersAreKeptOverRestarts() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            group.awaitLeader().create("/a").get(10, TimeUnit.SECONDS);
            addListener(group, group.join("n4"));
            promote(group, "n4");
            String removed = group.idOf(group.anyFollowerOf(List.of("n1", "n2", "n3")));
            change(group, without(group.awaitLeader().node.membership(), removed));
            group.kill(removed);
            Membership changed = group.awaitLeader().node.membership();
            List<String> left = group.ids();

            left.forEach(group::kill);
            for (String id : left) {
                if (id.equals("n4")) {
                    group.join(id);
                } else {
                    group.start(id, true);
                }
            }

            group.awaitLeader().create("/b").get(10, TimeUnit.SECONDS);
            group.awaitEqual(2);
            assertThat(group.members())
                    .allSatisfy(member ->
                            assertThat(member.node.membership().voters()).isEqualTo(changed.voters()));
        }
    }

    /** It begins anew, as it has no part in anything yet. */
    @Test
    void joinerRestartsBeforeItIsAdded() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            group.awaitLeader().create("/a").get(10, TimeUnit.SECONDS);
            group.join("n2");
            group.kill("n2");
            TestMember joiner = group.join("n2");

            addListener(group, joiner);

            group.awaitEqual(1);
            assertThat(joiner.node.status().role()).isEqualTo(Role.LISTENER);
        }
    }

    @Test
    void idOfAMemberIsNotTakenTwice() throws Exception {
        try (TestGroup group = new TestGroup(folder, 1).start()) {
            addListener(group, group.join("n2"));
            group.kill("n2");
            Path lost = folder.resolve("n2");
            DurableFiles.deleteTree(lost);

            assertThatThrownBy(() -> group.join("n2"))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("has a member 'n2' already");
        }
    }

    @Test
    void removedMemberStaysAway() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            String removed = group.idOf(group.anyFollower());
            TestMember member = group.member(removed);
            change(group, without(group.awaitLeader().node.membership(), removed));
            await().atMost(TestGroup.LIMIT).until(() -> !member.failures.isEmpty());
            member.node.markRemoved();
            group.kill(removed);

            assertThatThrownBy(() -> group.start(removed, true))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("was removed from ensemble");
        }
    }

    @Test
    void changeOfAnOldMembershipIsRefused() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            Membership old = group.awaitLeader().node.membership();
            Membership other = without(old, "n1");

            assertThatThrownBy(() -> group.awaitLeader().node.change(other, old).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MembershipException.class)
                    .hasMessageContaining("different");
        }
    }

    @Test
    void leadershipIsHandedOver() throws Exception {
        try (TestGroup group = new TestGroup(folder, 3).start()) {
            TestMember leader = group.awaitLeader();
            TestMember heir = group.anyFollower();

            leader.node.transferLeadership(heir.settings.self(), 5_000).get(10, TimeUnit.SECONDS);

            await().atMost(TestGroup.LIMIT).until(heir::leads);
        }
    }

    private static void addListener(TestGroup group, TestMember joiner) throws Exception {
        Membership now = group.awaitLeader().node.membership();
        List<Member> listeners = Stream.concat(now.listeners().stream(), Stream.of(joiner.settings.selfMember()))
                .toList();
        change(group, new Membership(0, true, now.voters(), listeners));
    }

    private static void promote(TestGroup group, String id) throws Exception {
        Membership now = group.awaitLeader().node.membership();
        Member member = now.find(new MemberId(id)).orElseThrow();
        Membership rest = without(now, id);
        List<Member> voters =
                Stream.concat(rest.voters().stream(), Stream.of(member)).toList();
        change(group, new Membership(0, true, voters, rest.listeners()));
    }

    private static Membership without(Membership membership, String id) {
        return new Membership(
                0,
                true,
                membership.voters().stream()
                        .filter(member -> !member.id().value().equals(id))
                        .toList(),
                membership.listeners().stream()
                        .filter(member -> !member.id().value().equals(id))
                        .toList());
    }

    private static void change(TestGroup group, Membership to) throws Exception {
        TestMember leader = group.awaitLeader();
        leader.node.change(leader.node.membership(), to).get(20, TimeUnit.SECONDS);
    }
}
