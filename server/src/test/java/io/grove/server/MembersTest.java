package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grove.api.v1.AddMemberRequest;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.Consistency;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ListMembersRequest;
import io.grove.api.v1.Member;
import io.grove.api.v1.MemberProgress;
import io.grove.api.v1.PromoteMemberRequest;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.RemoveMemberRequest;
import io.grove.api.v1.ReplaceMemberRequest;
import io.grove.api.v1.Role;
import io.grove.api.v1.TransferLeadershipRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who belongs, and how it changes, in whole members. */
@Timeout(120)
class MembersTest {
    @TempDir
    Path folder;

    /** It serves everything a member serves, and then votes. */
    @Test
    void listenerIsAddedServesAndIsPromoted() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 1)) {
            create(ensemble, "m1", "/a");
            ensemble.joinMember("m2", "m1");

            assertThat(cluster(ensemble, "m1").addMember(adding(ensemble, "m2")).getMembersList())
                    .extracting(Member::getId, Member::getVoter)
                    .containsExactly(tuple("m1", true), tuple("m2", false));

            ensemble.awaitReady();
            assertThat(ensemble.status("m2").getRole()).isEqualTo(Role.ROLE_LISTENER);
            create(ensemble, "m2", "/b");
            for (Consistency consistency : List.of(
                    Consistency.CONSISTENCY_LINEARIZABLE,
                    Consistency.CONSISTENCY_SESSION,
                    Consistency.CONSISTENCY_STALE)) {
                assertThat(get(ensemble, "m2", "/b", consistency)).isEqualTo("data");
            }
            StreamClient session = StreamClient.open(ensemble.channel("m2"), 10_000);
            assertThat(session.opened().getSession().getSessionId()).isPositive();

            var unused = cluster(ensemble, "m2")
                    .promoteMember(PromoteMemberRequest.newBuilder().setId("m2").build());

            await().atMost(TestEnsemble.LONG).until(() -> ensemble.status("m2").getRole() == Role.ROLE_FOLLOWER);
            create(ensemble, "m2", "/c");
            await().atMost(TestEnsemble.LONG)
                    .untilAsserted(() -> assertThat(
                                    get(ensemble, "m1", "/zookeeper/config", Consistency.CONSISTENCY_LINEARIZABLE))
                            .contains("server.m1=127.0.0.1:", "server.m2=127.0.0.1:")
                            .doesNotContain("observer"));
        }
    }

    /** All founders are gone in the end, and the tree is there. */
    @Test
    void membersAreReplacedOneByOne() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 3)) {
            create(ensemble, "m1", "/a");
            for (int i = 1; i <= 3; i++) {
                String old = "m" + i;
                String fresh = "n" + i;
                ensemble.joinMember(fresh, ensemble.running().get(0));
                var unused = cluster(ensemble, ensemble.running().get(0))
                        .replaceMember(ReplaceMemberRequest.newBuilder()
                                .setId(old)
                                .setMember(Member.newBuilder().setPeerAddress(ensemble.peerAddress(fresh)))
                                .build());
                ensemble.awaitEnd(old);
                assertThat(ensemble.end(old).exitCode()).isEqualTo(ServerMain.EXIT_REMOVED);
            }

            assertThat(ids(ensemble, "n1")).containsExactly("n1", "n2", "n3");
            create(ensemble, "n2", "/b");
            assertThat(get(ensemble, "n3", "/a", Consistency.CONSISTENCY_LINEARIZABLE))
                    .isEqualTo("data");
            assertThatThrownBy(() -> ensemble.startMember("m1"))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("was removed");
        }
    }

    @Test
    void leaderIsRemoved() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 3)) {
            String leader = ensemble.awaitLeader();

            var unused = cluster(ensemble, leader)
                    .removeMember(RemoveMemberRequest.newBuilder().setId(leader).build());

            ensemble.awaitEnd(leader);
            String next = ensemble.awaitLeader();
            assertThat(ids(ensemble, next)).hasSize(2).doesNotContain(leader);
            create(ensemble, next, "/a");
        }
    }

    /** Those who are left would be no majority; the one that is dead may go. */
    @Test
    void removalThatLosesTheQuorumIsRefused() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 3)) {
            String leader = ensemble.awaitLeader();
            String dead = ensemble.awaitFollower();
            ensemble.stopMember(dead);
            String other = ensemble.running().stream()
                    .filter(id -> !id.equals(leader))
                    .findFirst()
                    .orElseThrow();
            await().atMost(TestEnsemble.LONG)
                    .untilAsserted(
                            () -> assertThat(list(ensemble, leader).stream().filter(line -> !line.getReachable()))
                                    .extracting(line -> line.getMember().getId())
                                    .containsExactly(dead));

            assertThatThrownBy(() -> cluster(ensemble, leader)
                            .removeMember(RemoveMemberRequest.newBuilder()
                                    .setId(other)
                                    .build()))
                    .hasMessageContaining("1 answers, which is no majority");

            var unused = cluster(ensemble, other)
                    .removeMember(RemoveMemberRequest.newBuilder().setId(dead).build());
            assertThat(ids(ensemble, leader)).hasSize(2).doesNotContain(dead);
            ensemble.startMember(dead);
            ensemble.awaitEnd(dead);
            assertThat(ensemble.end(dead).exitCode()).isEqualTo(ServerMain.EXIT_REMOVED);
        }
    }

    @Test
    void leadershipIsTransferred() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 3)) {
            String heir = ensemble.awaitFollower();

            assertThat(cluster(ensemble, heir)
                            .transferLeadership(TransferLeadershipRequest.newBuilder()
                                    .setId(heir)
                                    .build())
                            .getLeader())
                    .isEqualTo(heir);

            assertThat(ensemble.awaitLeader()).isEqualTo(heir);
            assertThatThrownBy(() -> cluster(ensemble, heir)
                            .transferLeadership(TransferLeadershipRequest.newBuilder()
                                    .setId("m9")
                                    .build()))
                    .hasMessageContaining("there is no voter m9");
        }
    }

    @Test
    void memberThatIsThereIsNotAddedAgain() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 1)) {
            ensemble.joinMember("m2", "m1");
            var unused = cluster(ensemble, "m1").addMember(adding(ensemble, "m2"));
            // Harmless, so that it can be asked for again after a lost answer.
            assertThat(cluster(ensemble, "m1").addMember(adding(ensemble, "m2")).getMembersCount())
                    .isEqualTo(2);

            assertThatThrownBy(() -> cluster(ensemble, "m1").addMember(adding(ensemble, "m1")))
                    .hasMessageContaining("id and addresses belong to one member only");
        }
    }

    /** A member that belongs to another ensemble, or is somebody else than was meant. */
    @Test
    void strangersAreNotAdded(@TempDir Path elsewhere) throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 1);
                TestEnsemble other = TestEnsemble.start(elsewhere, 1)) {
            assertThatThrownBy(() -> cluster(ensemble, "m1")
                            .addMember(AddMemberRequest.newBuilder()
                                    .setMember(Member.newBuilder().setPeerAddress(other.peerAddress("m1")))
                                    .build()))
                    .hasMessageContaining("is not waiting to be added");

            ensemble.joinMember("m2", "m1");
            assertThatThrownBy(() -> cluster(ensemble, "m1")
                            .addMember(AddMemberRequest.newBuilder()
                                    .setMember(
                                            Member.newBuilder().setId("m3").setPeerAddress(ensemble.peerAddress("m2")))
                                    .build()))
                    .hasMessageContaining("answers another member than the one named");
        }
    }

    @Test
    void seedOfAnotherEnsembleIsRefused() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 1)) {
            assertThatThrownBy(() -> ensemble.joinMemberOf("other", "m2", "m1"))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("ensemble test, not of other");
        }
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private static AddMemberRequest adding(TestEnsemble ensemble, String id) {
        return AddMemberRequest.newBuilder()
                .setMember(Member.newBuilder().setPeerAddress(ensemble.peerAddress(id)))
                .build();
    }

    private static List<MemberProgress> list(TestEnsemble ensemble, String id) {
        return cluster(ensemble, id)
                .listMembers(ListMembersRequest.getDefaultInstance())
                .getMembersList();
    }

    private static List<String> ids(TestEnsemble ensemble, String id) {
        return list(ensemble, id).stream().map(line -> line.getMember().getId()).toList();
    }

    private static ClusterServiceGrpc.ClusterServiceBlockingStub cluster(TestEnsemble ensemble, String id) {
        return ClusterServiceGrpc.newBlockingStub(ensemble.channel(id));
    }

    private static void create(TestEnsemble ensemble, String id, String path) {
        var unused = TreeServiceGrpc.newBlockingStub(ensemble.channel(id))
                .create(CreateRequest.newBuilder()
                        .setPath(path)
                        .setData(ByteString.copyFromUtf8("data"))
                        .build());
    }

    private static String get(TestEnsemble ensemble, String id, String path, Consistency consistency) {
        return TreeServiceGrpc.newBlockingStub(ensemble.channel(id))
                .get(GetRequest.newBuilder()
                        .setPath(path)
                        .setRead(ReadOptions.newBuilder().setConsistency(consistency))
                        .build())
                .getData()
                .toStringUtf8();
    }
}
