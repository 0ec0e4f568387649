package io.grove.server;

import static io.grove.server.testing.Failures.reason;
import static io.grove.server.testing.Failures.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.grove.api.v1.Acl;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.Close;
import io.grove.api.v1.Closed;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.Identity;
import io.grove.api.v1.KillSessionRequest;
import io.grove.api.v1.ListSessionsRequest;
import io.grove.api.v1.ListSessionsResponse;
import io.grove.api.v1.Open;
import io.grove.api.v1.OpenSessionRequest;
import io.grove.api.v1.OpenSessionResponse;
import io.grove.api.v1.Opened;
import io.grove.api.v1.Permission;
import io.grove.api.v1.Request;
import io.grove.api.v1.SessionDescription;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.grove.api.v1.SetAclRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc.TreeServiceBlockingStub;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of three real members: what is said of them, leaving them behind, and who may list and kill them. */
class SessionsOfAnEnsembleTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(
                folder,
                3,
                "--super.digest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=",
                "--session.ephemerals.max=2",
                "--session.linger.max=40s",
                "--watches.max=77");
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void openingSaysTheLimits() {
        Opened opened = StreamClient.open(ensemble.channel("m2"), 30_000).opened();

        assertThat(opened.getCommitOperationsMax()).isEqualTo(10_000);
        assertThat(opened.getRequestBytesMax()).isEqualTo(4 << 20);
        assertThat(opened.getWatchesMax()).isEqualTo(77);
        assertThat(opened.getEphemeralsMax()).isEqualTo(2);
        StreamClient again = StreamClient.attach(ensemble.channel("m3"), opened.getSession(), 0);
        assertThat(again.opened().getEphemeralsMax()).isEqualTo(2);
    }

    @Test
    void ephemeralsAreLimitedOnEveryMember() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
        Opened opened = client.opened();
        client.send(ephemeral(1, "/limited-1"), ephemeral(2, "/limited-2"), ephemeral(3, "/limited-3"));
        assertThat(client.response(3).getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED);

        assertThat(reasonOf(() -> tree("m3")
                        .create(CreateRequest.newBuilder()
                                .setPath("/limited-4")
                                .setMode(CreateMode.CREATE_MODE_EPHEMERAL)
                                .setOwner(opened.getSession())
                                .build())))
                .isEqualTo("QUOTA_EXCEEDED");
    }

    @Test
    void aSessionThatIsLeftBehindIsFoundAtAnotherMember() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 1_000);
        Opened opened = client.opened();
        client.send(ephemeral(1, "/left"));
        leave(client, 40);
        Closed closed = closed(client);
        client.completion();

        StreamClient successor = StreamClient.attach(ensemble.channel("m2"), opened.getSession(), closed.getZxid());
        successor.send(
                Request.newBuilder().setXid(1).setGet(GetRequest.newBuilder().setPath("/left")));

        assertThat(successor.response(1).getGet().getStat().getEphemeralOwner())
                .isEqualTo(opened.getSession().getSessionId());
        assertThat(successor.response(1).getZxid()).isGreaterThan(closed.getZxid());
    }

    @Test
    void aSessionThatNobodyComesBackToEnds() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 60_000);
        Opened opened = client.opened();
        client.send(ephemeral(1, "/given-up"));
        leave(client, 1);
        closed(client);

        // Long before its timeout of a minute.
        await().atMost(TestEnsemble.LONG).until(() -> !exists("/given-up"));
        StreamClient late = StreamClient.attach(ensemble.channel("m2"), opened.getSession(), 0);
        assertThat(reason(late.failure())).isEqualTo("SESSION_EXPIRED");
    }

    @Test
    void aLingerThatIsNoTimeEndsTheStream() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
        leave(client, -1);

        assertThat(reason(client.failure())).isEqualTo("BAD_ARGUMENTS");
    }

    @Test
    void sessionsAreListedWithWhatTheySayOfThemselves() {
        StreamClient stream = StreamClient.connect(ensemble.channel("m1"));
        stream.send(ConnectRequest.newBuilder()
                .setOpen(Open.newBuilder()
                        .setTimeout(seconds(30))
                        .setClientName("billing")
                        .putLabels("zone", "b")
                        .putLabels("version", "7"))
                .build());
        stream.send(ephemeral(1, "/listed"));
        stream.response(1);
        OpenSessionResponse unary = sessions("m2")
                .openSession(OpenSessionRequest.newBuilder()
                        .setTimeout(seconds(20))
                        .setClientName("cron")
                        .putLabels("host", "x")
                        .build());

        SessionDescription billing = describe("m1", stream.opened().getSession().getSessionId());
        assertThat(billing.getClientName()).isEqualTo("billing");
        assertThat(billing.getLabelsMap()).isEqualTo(Map.of("zone", "b", "version", "7"));
        assertThat(billing.getTimeout()).isEqualTo(seconds(30));
        assertThat(billing.getEphemerals()).isEqualTo(1);
        assertThat(billing.getAttachEpoch()).isEqualTo(1);
        assertThat(billing.getConnectedHere()).isTrue();
        assertThat(describe("m3", billing.getSessionId()).getConnectedHere()).isFalse();
        SessionDescription cron = describe("m3", unary.getSession().getSessionId());
        assertThat(cron.getLabelsMap()).isEqualTo(Map.of("host", "x"));
        assertThat(cron.getConnectedHere()).isFalse();
        assertThat(list("m1"))
                .extracting(SessionDescription::getClientName)
                .as("the members' own are not shown")
                .noneMatch(name -> name.startsWith("member "));
    }

    @Test
    void whoIsKilledIsToldSoAndItsEphemeralsGo() {
        StreamClient victim = StreamClient.open(ensemble.channel("m1"), 30_000);
        long id = victim.opened().getSession().getSessionId();
        victim.send(ephemeral(1, "/killed"));
        victim.response(1);

        long zxid = sessions("m3").killSession(kill(id)).getHeader().getZxid();

        assertThat(reason(victim.failure())).isEqualTo("SESSION_EXPIRED");
        assertThat(exists("/killed")).isFalse();
        assertThat(tree("m1")
                        .exists(ExistsRequest.newBuilder().setPath("/").build())
                        .getStat()
                        .getPzxid())
                .as("the zxid of the answer is that of the deletion")
                .isGreaterThanOrEqualTo(zxid);
        assertThat(reasonOf(() -> sessions("m2").killSession(kill(id)))).isEqualTo("SESSION_EXPIRED");
        assertThat(reasonOf(() -> sessions("m2").killSession(kill(0)))).isEqualTo("BAD_ARGUMENTS");
    }

    @Test
    void onlyAdministratorsListAndKill() {
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
        long id = client.opened().getSession().getSessionId();
        Channel asSuper = as("super:admin");
        TreeServiceBlockingStub admin = TreeServiceGrpc.newBlockingStub(asSuper);
        admin.setAcl(zookeeperFor("digest", "super:xQJmxLMiHGwaqBvst5y6rkB6HQs="));
        try {
            assertThat(reasonOf(() -> list("m2"))).isEqualTo("NO_AUTH");
            assertThat(reasonOf(() -> sessions("m2").killSession(kill(id)))).isEqualTo("NO_AUTH");
            assertThat(SessionServiceGrpc.newBlockingStub(asSuper)
                            .listSessions(ListSessionsRequest.getDefaultInstance())
                            .getSessionsList())
                    .extracting(SessionDescription::getSessionId)
                    .contains(id);
        } finally {
            admin.setAcl(zookeeperFor("world", "anyone"));
        }
        client.send(ephemeral(1, "/not-killed"));
        assertThat(client.response(1).hasCreate()).isTrue();
    }

    @Test
    void theConfigurationNamesTheMembers() {
        await().atMost(TestEnsemble.LONG).untilAsserted(() -> {
            for (String id : ensemble.running()) {
                String text = tree(id).get(GetRequest.newBuilder()
                                .setPath("/zookeeper/config")
                                .build())
                        .getData()
                        .toStringUtf8();
                assertThat(text.lines())
                        .hasSize(4)
                        .anyMatch(line -> line.matches(
                                "server\\.m1=127\\.0\\.0\\.1:\\d+:\\d+:participant;" + ensemble.clientPort("m1")))
                        .anyMatch(line -> line.startsWith("version="));
            }
        });
    }

    @Test
    void theEnsembleDeletesWhatIsOver() {
        TreeServiceBlockingStub tree = tree("m2");
        tree.create(CreateRequest.newBuilder()
                .setPath("/ttl")
                .setMode(CreateMode.CREATE_MODE_TTL)
                .setTtlMs(100)
                .build());
        tree.create(CreateRequest.newBuilder()
                .setPath("/container")
                .setMode(CreateMode.CREATE_MODE_CONTAINER)
                .build());
        tree.create(CreateRequest.newBuilder().setPath("/container/c").build());
        tree.delete(DeleteRequest.newBuilder().setPath("/container/c").build());

        await().atMost(TestEnsemble.LONG).until(() -> !exists("/ttl") && !exists("/container"));
    }

    private static void leave(StreamClient client, long seconds) {
        client.send(ConnectRequest.newBuilder()
                .setClose(Close.newBuilder().setLinger(seconds(seconds)))
                .build());
    }

    private static Closed closed(StreamClient client) {
        return client.awaitFrame(frame -> frame.hasClosed() ? Optional.of(frame.getClosed()) : Optional.empty());
    }

    private static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    private static Request.Builder ephemeral(long number, String path) {
        return Request.newBuilder()
                .setXid(number)
                .setWriteNumber(number)
                .setCreate(CreateRequest.newBuilder().setPath(path).setMode(CreateMode.CREATE_MODE_EPHEMERAL));
    }

    private static SessionDescription describe(String member, long id) {
        return list(member).stream()
                .filter(session -> session.getSessionId() == id)
                .findFirst()
                .orElseThrow();
    }

    private static List<SessionDescription> list(String member) {
        List<SessionDescription> all = new ArrayList<>();
        String token = "";
        do {
            ListSessionsResponse page = sessions(member)
                    .listSessions(ListSessionsRequest.newBuilder()
                            .setPageSize(2)
                            .setPageToken(token)
                            .build());
            all.addAll(page.getSessionsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    private static KillSessionRequest kill(long id) {
        return KillSessionRequest.newBuilder().setSessionId(id).build();
    }

    private static SetAclRequest zookeeperFor(String scheme, String id) {
        return SetAclRequest.newBuilder()
                .setPath("/zookeeper")
                .setAcl(Acl.newBuilder()
                        .addEntries(AclEntry.newBuilder()
                                .setIdentity(
                                        Identity.newBuilder().setScheme(scheme).setId(id))
                                .addPermissions(Permission.PERMISSION_READ)
                                .addPermissions(Permission.PERMISSION_WRITE)
                                .addPermissions(Permission.PERMISSION_CREATE)
                                .addPermissions(Permission.PERMISSION_DELETE)
                                .addPermissions(Permission.PERMISSION_ADMIN)))
                .build();
    }

    private static Channel as(String user) {
        Metadata metadata = new Metadata();
        metadata.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        return ClientInterceptors.intercept(
                ensemble.channel("m1"), MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static boolean exists(String path) {
        return tree("m2")
                .exists(ExistsRequest.newBuilder().setPath(path).build())
                .hasStat();
    }

    private static SessionServiceBlockingStub sessions(String id) {
        return SessionServiceGrpc.newBlockingStub(ensemble.channel(id)).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private static TreeServiceBlockingStub tree(String id) {
        return TreeServiceGrpc.newBlockingStub(ensemble.channel(id)).withDeadlineAfter(60, TimeUnit.SECONDS);
    }
}
