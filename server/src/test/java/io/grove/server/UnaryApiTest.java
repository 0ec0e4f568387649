package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CloseSessionRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CommitResponse;
import io.grove.api.v1.Consistency;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.EventType;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.KeepAliveRequest;
import io.grove.api.v1.KeepAliveResponse;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.OpenSessionRequest;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.SyncRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchMode;
import io.grove.api.v1.WatchRequest;
import io.grove.api.v1.WatchResponse;
import io.grove.api.v1.WatchServiceGrpc;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unary services of one real member, by raw stubs. */
class UnaryApiTest {
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
    void aZnodeLives() {
        CreateResponse created = tree().create(create("/life", "one").build());
        GetResponse read = tree().get(GetRequest.newBuilder().setPath("/life").build());
        long setZxid = tree().set(SetRequest.newBuilder()
                        .setPath("/life")
                        .setData(bytes("two"))
                        .setExpectedVersion(0)
                        .build())
                .getHeader()
                .getZxid();
        GetResponse again = tree().get(GetRequest.newBuilder().setPath("/life").build());
        tree().delete(DeleteRequest.newBuilder()
                .setPath("/life")
                .setExpectedVersion(1)
                .build());

        assertThat(created.getPath()).isEqualTo("/life");
        assertThat(created.getHeader().getCluster()).isEqualTo("test");
        assertThat(created.getHeader().getMember()).isEqualTo("m1");
        assertThat(created.getHeader().getTerm()).isPositive();
        assertThat(created.getHeader().getWriteZxid())
                .isEqualTo(created.getHeader().getZxid());
        assertThat(read.getData()).isEqualTo(bytes("one"));
        assertThat(read.getStat()).isEqualTo(created.getStat());
        assertThat(again.getData()).isEqualTo(bytes("two"));
        assertThat(again.getStat().getMzxid()).isEqualTo(setZxid);
        assertThat(again.getStat().getVersion()).isEqualTo(1);
        assertThat(tree().exists(ExistsRequest.newBuilder().setPath("/life").build())
                        .hasStat())
                .isFalse();
    }

    @Test
    void absentAndEmptyDataStayDifferent() {
        tree().create(CreateRequest.newBuilder().setPath("/absent").build());
        tree().create(create("/empty", "").build());

        assertThat(tree().get(GetRequest.newBuilder().setPath("/absent").build())
                        .hasData())
                .isFalse();
        assertThat(tree().get(GetRequest.newBuilder().setPath("/empty").build()).hasData())
                .isTrue();
    }

    @Test
    void childrenAreListedByPages() {
        tree().create(create("/pages", "").build());
        for (String name : List.of("c", "a", "e", "b", "d")) {
            tree().create(create("/pages/" + name, "").build());
        }

        ListChildrenRequest.Builder page =
                ListChildrenRequest.newBuilder().setPath("/pages").setPageSize(2);
        ListChildrenResponse first = tree().listChildren(page.build());
        ListChildrenResponse second =
                tree().listChildren(page.setPageToken(first.getNextPageToken()).build());
        ListChildrenResponse third =
                tree().listChildren(page.setPageToken(second.getNextPageToken()).build());

        assertThat(first.getNamesList()).containsExactly("a", "b");
        assertThat(first.getStat().getNumChildren()).isEqualTo(5);
        assertThat(second.getNamesList()).containsExactly("c", "d");
        assertThat(third.getNamesList()).containsExactly("e");
        assertThat(third.getNextPageToken()).isEmpty();
    }

    @Test
    void sequentialZnodesAreNumbered() {
        tree().create(create("/queue", "").build());
        CreateRequest item = create("/queue/item-", "")
                .setMode(CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL)
                .build();

        assertThat(tree().create(item).getPath()).isEqualTo("/queue/item-0000000000");
        assertThat(tree().create(item).getPath()).isEqualTo("/queue/item-0000000001");
    }

    @Test
    void aCommitIsAllOrNothing() {
        tree().create(create("/commit", "").build());
        CommitRequest.Builder commit = CommitRequest.newBuilder()
                .addOperations(CommitOperation.newBuilder().setCreate(create("/commit/a", "1")))
                .addOperations(CommitOperation.newBuilder()
                        .setSet(SetRequest.newBuilder().setPath("/commit").setData(bytes("2"))))
                .addOperations(CommitOperation.newBuilder()
                        .setCheck(CheckRequest.newBuilder().setPath("/commit").setExpectedVersion(7)));

        StatusRuntimeException refused = refusal(() -> tree().commit(commit.build()));
        CommitResponse applied = tree().commit(commit.setOperations(
                        2,
                        CommitOperation.newBuilder()
                                .setCheck(CheckRequest.newBuilder()
                                        .setPath("/commit")
                                        .setExpectedVersion(1)))
                .build());

        assertReason(refused, Status.Code.FAILED_PRECONDITION, "BAD_VERSION");
        assertThat(info(refused).getMetadataMap()).containsEntry("failed_operation", "2");
        assertThat(applied.getResultsList())
                .extracting(result -> result.getResultCase().name())
                .containsExactly("CREATE", "SET", "CHECK");
        assertThat(applied.getResults(0).getCreate().getStat().getCzxid())
                .isEqualTo(applied.getResults(1).getSet().getStat().getMzxid());
    }

    @Test
    void readsAreAsFreshAsTheyAskFor() {
        long zxid = tree().create(create("/fresh", "").build()).getHeader().getZxid();
        GetRequest.Builder get = GetRequest.newBuilder().setPath("/fresh");

        for (Consistency consistency : List.of(
                Consistency.CONSISTENCY_SESSION, Consistency.CONSISTENCY_LINEARIZABLE, Consistency.CONSISTENCY_STALE)) {
            GetResponse response = tree().get(get.setRead(
                            ReadOptions.newBuilder().setConsistency(consistency).setMinZxid(zxid))
                    .build());
            assertThat(response.getHeader().getZxid()).isGreaterThanOrEqualTo(zxid);
            assertThat(response.getHeader().hasStaleness()).isEqualTo(consistency == Consistency.CONSISTENCY_STALE);
        }
        assertThat(tree().sync(SyncRequest.getDefaultInstance()).getHeader().getZxid())
                .isGreaterThanOrEqualTo(zxid);
    }

    @Test
    void aReadFromTheFutureIsRefusedInTime() {
        StatusRuntimeException refused = refusal(() -> TreeServiceGrpc.newBlockingStub(channel())
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .get(GetRequest.newBuilder()
                        .setPath("/")
                        .setRead(ReadOptions.newBuilder()
                                .setConsistency(Consistency.CONSISTENCY_STALE)
                                .setMinZxid(1L << 40))
                        .build()));

        assertReason(refused, Status.Code.UNAVAILABLE, "STALE_READ_REFUSED");
    }

    @Test
    void mistakesHaveTypedErrors() {
        tree().create(create("/mistakes", "").build());
        tree().create(create("/mistakes/child", "").build());

        assertReason(
                refusal(() -> tree().create(create("no-slash", "").build())),
                Status.Code.INVALID_ARGUMENT,
                "BAD_ARGUMENTS");
        assertReason(
                refusal(() ->
                        tree().create(create("/mistakes", "").setModeValue(99).build())),
                Status.Code.INVALID_ARGUMENT,
                "BAD_ARGUMENTS");
        assertReason(
                refusal(() -> tree().create(create("/mistakes", "").build())),
                Status.Code.ALREADY_EXISTS,
                "NODE_EXISTS");
        assertReason(refusal(() -> tree().create(create("/nowhere/x", "").build())), Status.Code.NOT_FOUND, "NO_NODE");
        assertReason(
                refusal(() -> tree().delete(
                                DeleteRequest.newBuilder().setPath("/mistakes").build())),
                Status.Code.FAILED_PRECONDITION,
                "NOT_EMPTY");
        assertReason(
                refusal(() -> tree().set(SetRequest.newBuilder()
                        .setPath("/mistakes")
                        .setExpectedVersion(9)
                        .build())),
                Status.Code.FAILED_PRECONDITION,
                "BAD_VERSION");
        assertReason(
                refusal(() -> tree().get(GetRequest.newBuilder()
                        .setPath("/mistakes")
                        .setWatchId(1)
                        .build())),
                Status.Code.INVALID_ARGUMENT,
                "BAD_ARGUMENTS");
        assertReason(
                refusal(() -> tree().create(create("/mistakes/e", "")
                        .setMode(CreateMode.CREATE_MODE_EPHEMERAL)
                        .build())),
                Status.Code.INVALID_ARGUMENT,
                "BAD_ARGUMENTS");
    }

    @Test
    void whatIsTooLargeIsRefusedAndHarmsNobody() {
        ByteString data = ByteString.copyFrom(new byte[(1 << 20) + 1]);
        ByteString message = ByteString.copyFrom(new byte[9 << 20]);

        StatusRuntimeException byLimit = refusal(() -> tree().create(CreateRequest.newBuilder()
                .setPath("/large")
                .setData(data)
                .build()));
        StatusRuntimeException byTransport = refusal(() -> tree().create(CreateRequest.newBuilder()
                .setPath("/large")
                .setData(message)
                .build()));

        assertReason(byLimit, Status.Code.RESOURCE_EXHAUSTED, "TOO_LARGE");
        assertThat(info(byLimit).getMetadataMap())
                .containsEntry("limit", "1048576")
                .containsEntry("actual", "1048577");
        assertThat(byTransport.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(tree().exists(ExistsRequest.newBuilder().setPath("/large").build())
                        .hasStat())
                .isFalse();
    }

    @Test
    void anEphemeralLivesAsLongAsItsSessionIsKeptAlive() throws InterruptedException {
        SessionCredential session = openSession(1);
        tree().create(ephemeral("/ephemeral", session));
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        StreamObserver<KeepAliveRequest> alive =
                SessionServiceGrpc.newStub(channel()).keepAlive(collect(answers));

        for (int i = 0; i < 8; i++) {
            alive.onNext(KeepAliveRequest.newBuilder().setSession(session).build());
            assertThat(answers.poll(30, TimeUnit.SECONDS)).isInstanceOf(KeepAliveResponse.class);
            assertThat(answers.poll(200, TimeUnit.MILLISECONDS)).isNull();
        }
        assertThat(tree().exists(
                                ExistsRequest.newBuilder().setPath("/ephemeral").build())
                        .getStat()
                        .getEphemeralOwner())
                .isEqualTo(session.getSessionId());

        await().atMost(TestEnsemble.LONG)
                .until(() -> !tree().exists(
                                ExistsRequest.newBuilder().setPath("/ephemeral").build())
                        .hasStat());
        alive.onNext(KeepAliveRequest.newBuilder().setSession(session).build());
        Object end = answers.poll(30, TimeUnit.SECONDS);
        assertThat(end).isInstanceOf(StatusRuntimeException.class);
        assertReason((StatusRuntimeException) end, Status.Code.FAILED_PRECONDITION, "SESSION_EXPIRED");
    }

    @Test
    void onlyTheSecretGivesTheRightToASession() {
        SessionCredential session = openSession(30);
        SessionCredential wrong =
                session.toBuilder().setSecret(ByteString.copyFrom(new byte[32])).build();
        CloseSessionRequest close =
                CloseSessionRequest.newBuilder().setSession(session).build();

        assertReason(
                refusal(() -> tree().create(ephemeral("/stolen", wrong))), Status.Code.UNAUTHENTICATED, "WRONG_SECRET");
        assertReason(
                refusal(() -> sessions()
                        .closeSession(close.toBuilder().setSession(wrong).build())),
                Status.Code.UNAUTHENTICATED,
                "WRONG_SECRET");

        tree().create(ephemeral("/owned", session));
        sessions().closeSession(close);

        assertThat(tree().exists(ExistsRequest.newBuilder().setPath("/owned").build())
                        .hasStat())
                .isFalse();
        assertReason(refusal(() -> sessions().closeSession(close)), Status.Code.FAILED_PRECONDITION, "SESSION_EXPIRED");
    }

    @Test
    void aWatchStreamTellsAllAndResumes() {
        Iterator<WatchResponse> events = watch(WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE, "/watched", -1);
        long from = events.next().getHeader().getZxid();

        tree().create(create("/watched", "").build());
        tree().create(create("/watched/a", "").build());
        WatchResponse first = events.next();
        WatchResponse second = events.next();
        tree().delete(DeleteRequest.newBuilder().setPath("/watched/a").build());
        WatchResponse third = events.next();

        assertThat(List.of(first.getType(), second.getType(), third.getType()))
                .containsExactly(
                        EventType.EVENT_TYPE_NODE_CREATED,
                        EventType.EVENT_TYPE_NODE_CREATED,
                        EventType.EVENT_TYPE_NODE_DELETED);
        assertThat(third.getPath()).isEqualTo("/watched/a");

        Iterator<WatchResponse> resumed = watch(WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE, "/watched", from);
        assertThat(resumed.next().getType()).isEqualTo(EventType.EVENT_TYPE_UNSPECIFIED);
        assertThat(List.of(
                        resumed.next().getPath(),
                        resumed.next().getPath(),
                        resumed.next().getPath()))
                .containsExactly("/watched", "/watched/a", "/watched/a");
    }

    @Test
    void aWatchStreamResumesAlsoFromTheMiddleOfWhatItHadMissed() {
        long from = tree().create(create("/missed", "").build()).getHeader().getZxid();
        for (String name : List.of("a", "b", "c")) {
            tree().create(create("/missed/" + name, "").build());
        }

        for (String name : List.of("a", "b", "c")) {
            Iterator<WatchResponse> resumed = watch(WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE, "/missed", from);
            assertThat(resumed.next().getType()).isEqualTo(EventType.EVENT_TYPE_UNSPECIFIED);
            WatchResponse event = resumed.next();
            assertThat(event.getPath()).isEqualTo("/missed/" + name);
            from = event.getHeader().getZxid();
        }
    }

    @Test
    void aOneShotWatchStreamEndsWithItsEvent() {
        Iterator<WatchResponse> events = watch(WatchMode.WATCH_MODE_ONE_SHOT_EXISTS, "/one-shot", -1);
        assertThat(events.next().getType()).isEqualTo(EventType.EVENT_TYPE_UNSPECIFIED);

        tree().create(create("/one-shot", "").build());

        assertThat(events.next().getType()).isEqualTo(EventType.EVENT_TYPE_NODE_CREATED);
        assertThat(events.hasNext()).isFalse();
    }

    @Test
    void aWatchWithoutModeIsRefused() {
        assertReason(
                refusal(() -> watch(WatchMode.WATCH_MODE_UNSPECIFIED, "/", -1).next()),
                Status.Code.INVALID_ARGUMENT,
                "BAD_ARGUMENTS");
    }

    private static Iterator<WatchResponse> watch(WatchMode mode, String path, long fromZxid) {
        WatchRequest.Builder request = WatchRequest.newBuilder().setPath(path).setMode(mode);
        if (fromZxid >= 0) {
            request.setFromZxid(fromZxid);
        }
        return WatchServiceGrpc.newBlockingStub(channel())
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .watch(request.build());
    }

    private static SessionCredential openSession(int timeoutSeconds) {
        return sessions()
                .openSession(OpenSessionRequest.newBuilder()
                        .setTimeout(Duration.newBuilder().setSeconds(timeoutSeconds))
                        .setClientName("test")
                        .build())
                .getSession();
    }

    private static CreateRequest ephemeral(String path, SessionCredential owner) {
        return create(path, "")
                .setMode(CreateMode.CREATE_MODE_EPHEMERAL)
                .setOwner(owner)
                .build();
    }

    private static CreateRequest.Builder create(String path, String data) {
        return CreateRequest.newBuilder().setPath(path).setData(bytes(data));
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

    private static SessionServiceGrpc.SessionServiceBlockingStub sessions() {
        return SessionServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private static <T> StreamObserver<T> collect(BlockingQueue<Object> queue) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T message) {
                queue.add(message);
            }

            @Override
            public void onError(Throwable cause) {
                queue.add(cause);
            }

            @Override
            public void onCompleted() {
                queue.add("completed");
            }
        };
    }

    private static StatusRuntimeException refusal(Runnable call) {
        StatusRuntimeException exception = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(exception).as("a refusal").isNotNull();
        return exception;
    }

    private static void assertReason(StatusRuntimeException exception, Status.Code code, String reason) {
        assertThat(exception.getStatus().getCode()).as(exception.toString()).isEqualTo(code);
        assertThat(info(exception).getReason()).isEqualTo(reason);
        assertThat(info(exception).getDomain()).isEqualTo("grove");
    }

    private static ErrorInfo info(StatusRuntimeException exception) {
        try {
            return StatusProto.fromThrowable(exception).getDetails(0).unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
