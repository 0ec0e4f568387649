package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.grove.api.v1.Close;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.ListSessionsRequest;
import io.grove.api.v1.Open;
import io.grove.api.v1.Opened;
import io.grove.api.v1.Request;
import io.grove.api.v1.SessionDescription;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc.TreeServiceBlockingStub;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member that starts from a snapshot goes on with: it was the only one, so nobody else knows. */
class RestartTest {
    private static final int ZNODES_UNTIL_SNAPSHOT = 40;

    @TempDir
    Path folder;

    private TestEnsemble ensemble;

    @BeforeEach
    void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1, "--snapshot.entries=10", "--session.ephemerals.max=1");
    }

    @AfterEach
    void stop() {
        ensemble.close();
    }

    @Test
    void aSessionThatIsLeftBehindIsStillThere() throws ServerStartException {
        StreamClient client = StreamClient.connect(ensemble.channel("m1"));
        client.send(ConnectRequest.newBuilder()
                .setOpen(Open.newBuilder()
                        .setTimeout(Duration.newBuilder().setSeconds(1))
                        .setClientName("billing")
                        .putLabels("zone", "b"))
                .build());
        Opened opened = client.opened();
        client.send(ephemeral(1, "/left"));
        client.send(ConnectRequest.newBuilder()
                .setClose(Close.newBuilder().setLinger(Duration.newBuilder().setSeconds(120)))
                .build());
        client.completion();

        restartFromASnapshot();

        SessionDescription listed = SessionServiceGrpc.newBlockingStub(ensemble.channel("m1"))
                .listSessions(ListSessionsRequest.getDefaultInstance())
                .getSessions(0);
        assertThat(listed.getClientName()).isEqualTo("billing");
        assertThat(listed.getLabelsMap()).isEqualTo(Map.of("zone", "b"));
        assertThat(listed.getAttachEpoch()).isEqualTo(2);
        StreamClient successor = StreamClient.attach(ensemble.channel("m1"), opened.getSession(), 0);
        successor.send(ephemeral(2, "/one-too-many"));
        assertThat(successor.response(2).getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED);
        assertThat(exists("/left")).isTrue();
    }

    @Test
    void whatIsOverIsDeletedAfterwards() throws ServerStartException {
        TreeServiceBlockingStub tree = tree();
        tree.create(create("/ttl", CreateMode.CREATE_MODE_TTL).setTtlMs(1).build());
        tree.create(create("/ttl/c", CreateMode.CREATE_MODE_PERSISTENT).build());
        tree.create(create("/container", CreateMode.CREATE_MODE_CONTAINER).build());
        tree.create(create("/container/c", CreateMode.CREATE_MODE_PERSISTENT).build());

        restartFromASnapshot();

        assertThat(exists("/ttl")).isTrue();
        tree().delete(DeleteRequest.newBuilder().setPath("/ttl/c").build());
        tree().delete(DeleteRequest.newBuilder().setPath("/container/c").build());
        await().atMost(TestEnsemble.LONG).until(() -> !exists("/ttl") && !exists("/container"));
    }

    private void restartFromASnapshot() throws ServerStartException {
        for (int i = 0; i < ZNODES_UNTIL_SNAPSHOT; i++) {
            tree().create(create("/n" + i, CreateMode.CREATE_MODE_PERSISTENT).build());
        }
        // The first half of them at least is in the snapshot, and so is all that came before.
        await().atMost(TestEnsemble.LONG).until(() -> snapshotIndex() > ZNODES_UNTIL_SNAPSHOT / 2);
        ensemble.stopMember("m1");
        ensemble.startMember("m1");
        ensemble.awaitReady();
    }

    private double snapshotIndex() throws Exception {
        URI metrics = URI.create("http://127.0.0.1:" + ensemble.server("m1").adminPort() + "/metrics");
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
        Matcher index = Pattern.compile("(?m)^grove_raft_snapshot_index(?:\\{.*})? (.*)$")
                .matcher(text);
        assertThat(index.find()).isTrue();
        return Double.parseDouble(index.group(1));
    }

    private static Request.Builder ephemeral(long number, String path) {
        return Request.newBuilder()
                .setXid(number)
                .setWriteNumber(number)
                .setCreate(create(path, CreateMode.CREATE_MODE_EPHEMERAL));
    }

    private static CreateRequest.Builder create(String path, CreateMode mode) {
        return CreateRequest.newBuilder().setPath(path).setMode(mode);
    }

    private boolean exists(String path) {
        return tree().exists(ExistsRequest.newBuilder().setPath(path).build()).hasStat();
    }

    private TreeServiceBlockingStub tree() {
        return TreeServiceGrpc.newBlockingStub(ensemble.channel("m1"))
                .withWaitForReady()
                .withDeadlineAfter(60, TimeUnit.SECONDS);
    }
}
