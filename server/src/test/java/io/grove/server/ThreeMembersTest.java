package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.Consistency;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.Opened;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.SyncRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real members in this process. */
class ThreeMembersTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 3);
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void everyMemberTakesWritesAndReads() {
        long zxid = 0;
        for (String id : ensemble.running()) {
            long next = tree(id).create(create("/by-" + id)).getHeader().getZxid();
            assertThat(next).isGreaterThan(zxid);
            zxid = next;
        }
        for (String reader : ensemble.running()) {
            for (String writer : ensemble.running()) {
                assertThat(tree(reader)
                                .exists(ExistsRequest.newBuilder()
                                        .setPath("/by-" + writer)
                                        .build())
                                .hasStat())
                        .as("%s reads what %s wrote", reader, writer)
                        .isTrue();
            }
        }
    }

    @Test
    void aLinearizableReadSeesWhatAnotherMemberHasAcknowledged() {
        String follower = ensemble.awaitFollower();
        String leader = ensemble.awaitLeader();
        tree(leader).create(create("/linear"));

        for (int i = 1; i <= 50; i++) {
            tree(leader).set(set("/linear", i));
            assertThat(tree(follower)
                            .get(GetRequest.newBuilder()
                                    .setPath("/linear")
                                    .setRead(ReadOptions.newBuilder()
                                            .setConsistency(Consistency.CONSISTENCY_LINEARIZABLE))
                                    .build())
                            .getData())
                    .isEqualTo(number(i));
        }
    }

    @Test
    void afterSyncAStaleReadSeesWhatAnotherMemberHasAcknowledged() {
        String follower = ensemble.awaitFollower();
        String leader = ensemble.awaitLeader();
        tree(leader).create(create("/synced"));

        for (int i = 1; i <= 50; i++) {
            tree(leader).set(set("/synced", i));
            tree(follower).sync(SyncRequest.getDefaultInstance());
            assertThat(tree(follower)
                            .get(GetRequest.newBuilder()
                                    .setPath("/synced")
                                    .setRead(ReadOptions.newBuilder().setConsistency(Consistency.CONSISTENCY_STALE))
                                    .build())
                            .getData())
                    .isEqualTo(number(i));
        }
    }

    @Test
    void aWatchThroughAFollowerSeesWritesThroughTheLeader() {
        StreamClient watcher = StreamClient.open(ensemble.channel(ensemble.awaitFollower()), 30_000);
        watcher.send(Request.newBuilder()
                .setXid(1)
                .setAddWatch(AddWatchRequest.newBuilder()
                        .setWatchId(1)
                        .setPath("/seen")
                        .setMode(WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE)));
        watcher.response(1);
        String leader = ensemble.awaitLeader();

        tree(leader).create(create("/seen"));
        tree(leader).create(create("/seen/a"));
        tree(leader).set(set("/seen/a", 1));

        List<WatchEvent> events = watcher.events(3);
        assertThat(events).extracting(WatchEvent::getPath).containsExactly("/seen", "/seen/a", "/seen/a");
        assertThat(events).extracting(WatchEvent::getZxid).isSorted();
    }

    @Test
    void aSessionSurvivesTheEndOfTheLeader() throws ServerStartException {
        String leader = ensemble.awaitLeader();
        String follower = ensemble.awaitFollower();
        StreamClient client = StreamClient.open(ensemble.channel(follower), 20_000);
        Opened opened = client.opened();
        client.send(Request.newBuilder()
                .setXid(1)
                .setWriteNumber(1)
                .setCreate(CreateRequest.newBuilder().setPath("/survivor").setMode(CreateMode.CREATE_MODE_EPHEMERAL)));
        client.response(1);

        // Writes before, during and after the change of leader, on a stream that stays open.
        int writes = 200;
        for (int i = 2; i <= writes; i++) {
            client.send(Request.newBuilder().setXid(i).setWriteNumber(i).setSet(set("/survivor", i)));
            if (i == writes / 2) {
                ensemble.stopMember(leader);
            }
        }
        Response last = client.response(writes);

        assertThat(last.getSet().getStat().getVersion()).isEqualTo(writes - 1);
        for (int i = 2; i <= writes; i++) {
            assertThat(client.response(i).getSet().getStat().getVersion()).isEqualTo(i - 1);
        }
        assertThat(ensemble.awaitLeader()).isNotEqualTo(leader);

        // The same session at another member, which then comes to know all that was before.
        String other = ensemble.running().stream()
                .filter(id -> !id.equals(follower))
                .findFirst()
                .orElseThrow();
        StreamClient moved = StreamClient.attach(ensemble.channel(other), opened.getSession(), last.getZxid());
        moved.send(Request.newBuilder().setXid(1).setGet(GetRequest.newBuilder().setPath("/survivor")));
        assertThat(moved.response(1).getGet().getData()).isEqualTo(number(writes));
        assertThat(moved.response(1).getGet().getStat().getEphemeralOwner())
                .isEqualTo(opened.getSession().getSessionId());

        ensemble.startMember(leader);
        ensemble.awaitReady();
        awaitEqualDigests();
    }

    @Test
    void aMemberThatStopsTellsItsClientsToGoElsewhere() throws ServerStartException {
        String follower = ensemble.awaitFollower();
        StreamClient client = StreamClient.open(ensemble.channel(follower), 20_000);
        client.opened();

        ensemble.stopMember(follower);

        assertThat(client.failure().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        ensemble.startMember(follower);
        ensemble.awaitReady();
    }

    private static void awaitEqualDigests() {
        await().atMost(TestEnsemble.LONG).untilAsserted(() -> {
            List<GetStatusResponse> statuses =
                    ensemble.running().stream().map(ensemble::status).toList();
            assertThat(statuses)
                    .extracting(status -> status.getHeader().getZxid())
                    .containsOnly(statuses.get(0).getHeader().getZxid());
            assertThat(statuses)
                    .extracting(GetStatusResponse::getDigest)
                    .containsOnly(statuses.get(0).getDigest());
        });
    }

    private static CreateRequest create(String path) {
        return CreateRequest.newBuilder().setPath(path).build();
    }

    private static SetRequest set(String path, int value) {
        return SetRequest.newBuilder().setPath(path).setData(number(value)).build();
    }

    private static ByteString number(int value) {
        return ByteString.copyFromUtf8(Integer.toString(value));
    }

    private static TreeServiceGrpc.TreeServiceBlockingStub tree(String id) {
        return TreeServiceGrpc.newBlockingStub(ensemble.channel(id)).withDeadlineAfter(60, TimeUnit.SECONDS);
    }
}
