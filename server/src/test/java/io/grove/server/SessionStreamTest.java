package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.EventType;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.Item;
import io.grove.api.v1.Open;
import io.grove.api.v1.Opened;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.SyncRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Session streams of one real member, by the raw stub. */
class SessionStreamTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1);
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void openingSaysWhatHolds() {
        Opened opened = StreamClient.open(channel(), 10).opened();

        assertThat(opened.getSession().getSessionId()).isPositive();
        assertThat(opened.getSession().getSecret().size()).isEqualTo(32);
        assertThat(opened.getTimeout())
                .isEqualTo(Duration.newBuilder().setNanos(500_000_000).build());
        assertThat(opened.getHeader().getMember()).isEqualTo("m1");
        assertThat(opened.getHeader().getZxid()).isEqualTo(opened.getSession().getSessionId());
        assertThat(opened.getDataBytesMax()).isEqualTo(1 << 20);
        assertThat(opened.getWritesInFlightMax()).isEqualTo(1_000);
    }

    @Test
    void pipelinedRequestsTakeEffectInTheirOrder() {
        StreamClient client = StreamClient.open(channel(), 30_000);
        client.send(
                write(1, 1, create("/pipe", "0")), read(2, "/pipe"), write(3, 2, set("/pipe", "1")), read(4, "/pipe"));
        int writes = 500;
        for (int i = 3; i <= writes; i++) {
            client.send(write(100 + i, i, set("/pipe", String.valueOf(i))));
        }
        client.send(read(5, "/pipe"));

        assertThat(client.response(1).hasCreate()).isTrue();
        assertThat(client.response(2).getGet().getData()).isEqualTo(bytes("0"));
        assertThat(client.response(4).getGet().getData()).isEqualTo(bytes("1"));
        assertThat(client.response(5).getGet().getData()).isEqualTo(bytes(String.valueOf(writes)));
        assertThat(client.response(5).getGet().getStat().getVersion()).isEqualTo(writes - 1);
        assertThat(zxids(client)).isSorted();
    }

    @Test
    void eventsComeBeforeTheAnswersThatReflectThem() {
        StreamClient client = StreamClient.open(channel(), 30_000);
        client.send(
                Request.newBuilder()
                        .setXid(1)
                        .setAddWatch(AddWatchRequest.newBuilder()
                                .setWatchId(7)
                                .setPath("/events")
                                .setMode(WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE)),
                write(2, 1, create("/events", "")),
                write(3, 2, create("/events/a", "")),
                write(4, 3, set("/events/a", "x")));
        client.response(4);

        assertThat(client.items())
                .extracting(SessionStreamTest::name)
                .containsExactly(
                        "response 1",
                        "EVENT_TYPE_NODE_CREATED /events [7]",
                        "response 2",
                        "EVENT_TYPE_NODE_CREATED /events/a [7]",
                        "response 3",
                        "EVENT_TYPE_NODE_DATA_CHANGED /events/a [7]",
                        "response 4");

        client.send(
                Request.newBuilder()
                        .setXid(5)
                        .setRemoveWatch(RemoveWatchRequest.newBuilder().setWatchId(7)),
                write(6, 4, set("/events/a", "y")),
                Request.newBuilder()
                        .setXid(7)
                        .setRemoveWatch(RemoveWatchRequest.newBuilder().setWatchId(7)));

        assertThat(client.response(5).hasRemoveWatch()).isTrue();
        assertThat(client.response(6).hasSet()).isTrue();
        assertThat(client.response(7).getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_NO_WATCH);
        assertThat(client.eventsSoFar()).hasSize(3);
    }

    @Test
    void aOneShotWatchOfAReadFiresOnce() {
        StreamClient watcher = StreamClient.open(channel(), 30_000);
        watcher.send(Request.newBuilder()
                .setXid(1)
                .setExists(ExistsRequest.newBuilder().setPath("/once").setWatchId(1)));
        assertThat(watcher.response(1).getExists().hasStat()).isFalse();

        tree().create(create("/once", ""));
        tree().set(set("/once", "x"));
        watcher.send(Request.newBuilder().setXid(2).setSync(SyncRequest.getDefaultInstance()));
        watcher.response(2);

        assertThat(watcher.eventsSoFar())
                .extracting(WatchEvent::getType)
                .containsExactly(EventType.EVENT_TYPE_NODE_CREATED);
    }

    @Test
    void oneBadRequestHarmsNoOther() {
        StreamClient client = StreamClient.open(channel(), 30_000);
        client.send(
                write(1, 1, create("/good", "")),
                write(2, 2, create("bad path", "")),
                read(3, "/nowhere"),
                Request.newBuilder().setXid(4),
                Request.newBuilder()
                        .setXid(5)
                        .setGet(GetRequest.newBuilder()
                                .setPath("/good")
                                .setRead(
                                        io.grove.api.v1.ReadOptions.newBuilder().setConsistencyValue(50))),
                write(
                        6,
                        3,
                        CreateRequest.newBuilder()
                                .setPath("/good/large")
                                .setData(ByteString.copyFrom(new byte[(1 << 20) + 1]))
                                .build()),
                write(7, 4, create("/good/child", "")));

        assertThat(client.response(1).hasCreate()).isTrue();
        assertThat(reason(client.response(2))).isEqualTo(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
        assertThat(reason(client.response(3))).isEqualTo(ErrorReason.ERROR_REASON_NO_NODE);
        assertThat(client.response(3).getError().getMetadataMap()).containsEntry("path", "/nowhere");
        assertThat(reason(client.response(4))).isEqualTo(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
        assertThat(reason(client.response(5))).isEqualTo(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
        assertThat(reason(client.response(6))).isEqualTo(ErrorReason.ERROR_REASON_TOO_LARGE);
        assertThat(client.response(7).hasCreate()).isTrue();
    }

    @Test
    void heartbeatsAreAnswered() {
        StreamClient client = StreamClient.open(channel(), 30_000);
        client.opened();
        client.heartbeat();

        long zxid = client.awaitFrame(frame ->
                frame.hasHeartbeatAck() ? Optional.of(frame.getHeartbeatAck().getZxid()) : Optional.empty());

        assertThat(zxid).isGreaterThanOrEqualTo(client.opened().getHeader().getZxid());
    }

    @Test
    void aWriteThatIsSentAgainAfterAttachingIsAppliedOnce() {
        StreamClient first = StreamClient.open(channel(), 30_000);
        Opened opened = first.opened();
        CreateRequest numbered = CreateRequest.newBuilder()
                .setPath("/again-")
                .setMode(CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL)
                .build();
        first.send(write(1, 1, numbered));
        Response once = first.response(1);

        StreamClient second = StreamClient.attach(channel(), opened.getSession(), once.getZxid());
        second.opened();
        second.send(write(1, 1, numbered), write(2, 2, numbered));

        assertThat(second.response(1).getCreate()).isEqualTo(once.getCreate());
        assertThat(second.response(1).getWriteZxid()).isEqualTo(once.getWriteZxid());
        assertThat(second.response(1).getZxid()).isGreaterThan(once.getZxid());
        assertThat(second.response(2).getCreate().getPath())
                .isNotEqualTo(once.getCreate().getPath());
        assertThat(first.failure().getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void watchesGoOnAfterABreak() {
        StreamClient first = StreamClient.open(channel(), 30_000);
        Opened opened = first.opened();
        first.send(Request.newBuilder().setXid(1).setSync(SyncRequest.getDefaultInstance()));
        long seen = first.response(1).getZxid();
        first.cancel();
        tree().create(create("/missed", ""));

        StreamClient second = StreamClient.attach(channel(), opened.getSession(), seen);
        second.send(Request.newBuilder()
                .setXid(2)
                .setAddWatch(AddWatchRequest.newBuilder()
                        .setWatchId(1)
                        .setPath("/missed")
                        .setMode(WatchMode.WATCH_MODE_PERSISTENT)
                        .setFromZxid(seen)));

        assertThat(second.events(1)).extracting(WatchEvent::getPath).containsExactly("/missed");
        assertThat(second.response(2).hasAddWatch()).isTrue();
    }

    @Test
    void onlyTheSecretGivesTheRightToAttach() {
        Opened opened = StreamClient.open(channel(), 30_000).opened();
        StreamClient thief = StreamClient.attach(
                channel(),
                opened.getSession().toBuilder()
                        .setSecret(ByteString.copyFrom(new byte[32]))
                        .build(),
                0);

        assertThat(thief.failure().getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void anUnknownSessionIsExpired() throws InvalidProtocolBufferException {
        StreamClient late = StreamClient.attach(
                channel(),
                io.grove.api.v1.SessionCredential.newBuilder()
                        .setSessionId(1L << 40)
                        .setSecret(ByteString.copyFrom(new byte[32]))
                        .build(),
                0);

        ErrorInfo info = StatusProto.fromThrowable(late.failure()).getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("SESSION_EXPIRED");
    }

    @Test
    void closingDeletesTheEphemeralsAndEndsTheStream() {
        StreamClient client = StreamClient.open(channel(), 30_000);
        client.send(write(1, 1, ephemeral("/closing")));
        long zxid = client.response(1).getZxid();
        client.close();

        long closedZxid = client.awaitFrame(
                frame -> frame.hasClosed() ? Optional.of(frame.getClosed().getZxid()) : Optional.empty());
        client.completion();

        assertThat(closedZxid).isGreaterThan(zxid);
        assertThat(exists("/closing")).isFalse();
    }

    @Test
    void aSilentSessionExpiresWithItsEphemerals() {
        StreamClient client = StreamClient.open(channel(), 500);
        client.send(write(1, 1, ephemeral("/silent")));
        client.response(1);
        client.cancel();

        await().atMost(TestEnsemble.LONG).until(() -> !exists("/silent"));
    }

    @Test
    void aSessionThatShowsNoLifeOnAnOpenStreamIsToldSo() {
        StreamClient client = StreamClient.open(channel(), 500);
        client.opened();

        assertThat(client.failure().getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void framesOutOfPlaceEndTheStream() {
        StreamClient noGreeting = StreamClient.connect(channel());
        noGreeting.send(read(1, "/"));
        StreamClient empty = StreamClient.connect(channel());
        empty.send(ConnectRequest.getDefaultInstance());
        StreamClient noTimeout = StreamClient.connect(channel());
        noTimeout.send(
                ConnectRequest.newBuilder().setOpen(Open.getDefaultInstance()).build());
        StreamClient twice = StreamClient.open(channel(), 30_000);
        twice.opened();
        twice.send(ConnectRequest.newBuilder()
                .setOpen(Open.newBuilder().setTimeout(Duration.newBuilder().setSeconds(1)))
                .build());

        for (StreamClient client : List.of(noGreeting, empty, noTimeout, twice)) {
            assertThat(client.failure().getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    private static List<Long> zxids(StreamClient client) {
        return client.items().stream()
                .map(item -> item.hasEvent()
                        ? item.getEvent().getZxid()
                        : item.getResponse().getZxid())
                .toList();
    }

    private static String name(Item item) {
        return item.hasEvent()
                ? item.getEvent().getType() + " " + item.getEvent().getPath() + " "
                        + item.getEvent().getWatchIdsList()
                : "response " + item.getResponse().getXid();
    }

    private static ErrorReason reason(Response response) {
        return response.getError().getReason();
    }

    private static Request.Builder write(long xid, long number, CreateRequest create) {
        return Request.newBuilder().setXid(xid).setWriteNumber(number).setCreate(create);
    }

    private static Request.Builder write(long xid, long number, SetRequest set) {
        return Request.newBuilder().setXid(xid).setWriteNumber(number).setSet(set);
    }

    private static Request.Builder read(long xid, String path) {
        return Request.newBuilder().setXid(xid).setGet(GetRequest.newBuilder().setPath(path));
    }

    private static CreateRequest create(String path, String data) {
        return CreateRequest.newBuilder().setPath(path).setData(bytes(data)).build();
    }

    private static CreateRequest ephemeral(String path) {
        return CreateRequest.newBuilder()
                .setPath(path)
                .setMode(CreateMode.CREATE_MODE_EPHEMERAL)
                .build();
    }

    private static SetRequest set(String path, String data) {
        return SetRequest.newBuilder().setPath(path).setData(bytes(data)).build();
    }

    private static boolean exists(String path) {
        return tree().exists(ExistsRequest.newBuilder().setPath(path).build()).hasStat();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static Channel channel() {
        return ensemble.channel("m1");
    }

    private static TreeServiceGrpc.TreeServiceBlockingStub tree() {
        return TreeServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(60, TimeUnit.SECONDS);
    }
}
