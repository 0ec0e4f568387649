package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.Acl;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.AddMemberRequest;
import io.grove.api.v1.AddMemberResponse;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CloseSessionRequest;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.Consistency;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.Identity;
import io.grove.api.v1.Member;
import io.grove.api.v1.OpenSessionRequest;
import io.grove.api.v1.Permission;
import io.grove.api.v1.PromoteMemberRequest;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.RemoveMemberRequest;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.Requests;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchMode;
import io.grove.server.ServerStartException;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grove.testing.FreePorts;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every reason of the protocol can be met by a client at a real door, and this is how. */
class EveryErrorTest {
    @TempDir
    static Path folder;

    @TempDir
    static Path lonelyFolder;

    private static final AtomicInteger PLACES = new AtomicInteger();

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(
                folder,
                1,
                "--data.bytes.max=1KiB",
                "--session.ephemerals.max=1",
                "--watches.max=1",
                "--history.states.max=1");
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @EnumSource(
            value = ErrorReason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"})
    @ParameterizedTest
    void canBeMet(ErrorReason reason) throws Exception {
        assertThat(met(reason)).isEqualTo(reason);
    }

    /** What is refused in a way that has to give this reason; without a case for a new one this does not compile. */
    private static ErrorReason met(ErrorReason wanted) throws Exception {
        String path = "/e" + PLACES.incrementAndGet();
        return switch (wanted) {
            case ERROR_REASON_BAD_ARGUMENTS -> refusal(() -> create("no slash"));
            case ERROR_REASON_NO_NODE -> refusal(() -> create(path + "/child"));
            case ERROR_REASON_NODE_EXISTS -> refusal(() -> create("/zookeeper"));
            case ERROR_REASON_NOT_EMPTY -> notEmpty(path);
            case ERROR_REASON_BAD_VERSION -> refusal(() -> set("/zookeeper", 4711, ""));
            case ERROR_REASON_NO_CHILDREN_FOR_EPHEMERALS -> childOfAnEphemeral(path);
            case ERROR_REASON_RUNTIME_INCONSISTENCY -> notTried();
            case ERROR_REASON_SESSION_EXPIRED -> refusal(() -> close(credential(1_000_000)));
            case ERROR_REASON_SESSION_MOVED -> attachedElsewhere();
            case ERROR_REASON_WRONG_SECRET ->
                refusal(() -> close(session().toBuilder()
                        .setSecret(ByteString.copyFrom(new byte[32]))
                        .build()));
            case ERROR_REASON_TOO_LARGE -> refusal(() -> set("/zookeeper", 0, "x".repeat(1_025)));
            case ERROR_REASON_OVERLOADED -> tooManyWatches();
            case ERROR_REASON_NO_LEADER -> withoutLeader("300ms", EveryErrorTest::written);
            case ERROR_REASON_STALE_READ_REFUSED ->
                reason(StreamClient.attach(channel(), session(), Long.MAX_VALUE).failure());
            case ERROR_REASON_OUTCOME_UNKNOWN -> withoutLeader("1m", EveryErrorTest::stoppedMeanwhile);
            case ERROR_REASON_DUPLICATE_WRITE -> acknowledgedWrite(path);
            case ERROR_REASON_WRITE_OUT_OF_ORDER ->
                answer(stream(), creation(path).setWriteNumber(2));
            case ERROR_REASON_NO_WATCH ->
                answer(
                        stream(),
                        Request.newBuilder()
                                .setRemoveWatch(RemoveWatchRequest.newBuilder().setWatchId(1)));
            case ERROR_REASON_UNIMPLEMENTED -> answer(stream(), operationOfANewerProtocol());
            case ERROR_REASON_INTERNAL -> defect();
            case ERROR_REASON_NO_AUTH -> notAllowed(path);
            case ERROR_REASON_INVALID_ACL ->
                refusal(() -> tree().create(CreateRequest.newBuilder()
                        .setPath(path)
                        .setAcl(Acl.getDefaultInstance())
                        .build()));
            case ERROR_REASON_AUTH_FAILED -> wrongCredential();
            case ERROR_REASON_QUOTA_EXCEEDED -> tooManyEphemerals(path);
            case ERROR_REASON_COMPACTED ->
                refusal(() -> tree().get(GetRequest.newBuilder()
                        .setPath("/")
                        .setRead(ReadOptions.newBuilder().setAtZxid(1))
                        .build()));
            case ERROR_REASON_NO_MEMBER -> refusal(() -> promote("m9"));
            case ERROR_REASON_MEMBER_EXISTS -> refusal(() -> promote("m1"));
            case ERROR_REASON_MEMBER_NOT_READY -> refusal(() -> add("127.0.0.1:" + FreePorts.next()));
            case ERROR_REASON_QUORUM_AT_RISK ->
                refusal(() -> cluster()
                        .removeMember(
                                RemoveMemberRequest.newBuilder().setId("m1").build()));
            case ERROR_REASON_CHANGE_IN_PROGRESS -> whileAnotherIsAdded();
            case ERROR_REASON_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("never answered");
        };
    }

    private static Object promote(String member) {
        return cluster()
                .promoteMember(PromoteMemberRequest.newBuilder().setId(member).build());
    }

    /** A member that was found, and never catches up, as nobody is at its Raft port. */
    private static ErrorReason whileAnotherIsAdded() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenableFuture<AddMemberResponse> first = ClusterServiceGrpc.newFutureStub(channel())
                    .addMember(request("127.0.0.1:" + silent.getLocalPort()));
            ErrorReason met;
            do {
                met = refusal(() -> add("127.0.0.1:" + FreePorts.next()));
            } while (met != ErrorReason.ERROR_REASON_CHANGE_IN_PROGRESS && !first.isDone());
            return met;
        }
    }

    private static void add(String peerAddress) {
        var unused = cluster().addMember(request(peerAddress));
    }

    private static AddMemberRequest request(String peerAddress) {
        return AddMemberRequest.newBuilder()
                .setMember(Member.newBuilder().setPeerAddress(peerAddress))
                .build();
    }

    private static ClusterServiceGrpc.ClusterServiceBlockingStub cluster() {
        return ClusterServiceGrpc.newBlockingStub(channel());
    }

    private static ErrorReason notEmpty(String path) {
        create(path);
        create(path + "/child");
        return refusal(
                () -> tree().delete(DeleteRequest.newBuilder().setPath(path).build()));
    }

    private static ErrorReason childOfAnEphemeral(String path) {
        createEphemeral(path, session());
        return refusal(() -> create(path + "/child"));
    }

    private static ErrorReason tooManyEphemerals(String path) {
        SessionCredential session = session();
        createEphemeral(path, session);
        return refusal(() -> createEphemeral(path + "-2", session));
    }

    private static ErrorReason notAllowed(String path) {
        AclEntry read = AclEntry.newBuilder()
                .setIdentity(Identity.newBuilder().setScheme("world").setId("anyone"))
                .addPermissions(Permission.PERMISSION_READ)
                .build();
        var unused = tree().create(CreateRequest.newBuilder()
                .setPath(path)
                .setAcl(Acl.newBuilder().addEntries(read))
                .build());
        return refusal(() -> set(path, 0, ""));
    }

    private static Request.Builder operationOfANewerProtocol() {
        UnknownFieldSet.Field message = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.EMPTY)
                .build();
        return Request.newBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(999, message).build());
    }

    private static ErrorReason notTried() {
        CheckRequest.Builder fails =
                CheckRequest.newBuilder().setPath("/zookeeper").setExpectedVersion(4711);
        StreamClient stream = stream();
        stream.send(Request.newBuilder()
                .setXid(1)
                .setWriteNumber(1)
                .setCommit(CommitRequest.newBuilder()
                        .addOperations(CommitOperation.newBuilder().setCheck(fails))
                        .addOperations(CommitOperation.newBuilder().setCheck(fails))));
        return stream.response(1).getError().getOperationReasons(1);
    }

    private static ErrorReason attachedElsewhere() {
        StreamClient first = stream();
        StreamClient second = StreamClient.attach(channel(), first.opened().getSession(), 0);
        second.opened();
        return reason(first.failure());
    }

    private static ErrorReason acknowledgedWrite(String path) {
        StreamClient first = stream();
        answer(first, creation(path).setWriteNumber(1));
        first.send(ConnectRequest.newBuilder()
                .setRequests(Requests.newBuilder()
                        .setAcknowledgedWriteNumber(1)
                        .addRequests(creation(path + "-2").setXid(2).setWriteNumber(2)))
                .build());
        first.response(2);
        StreamClient second = StreamClient.attach(channel(), first.opened().getSession(), 0);
        second.opened();
        return answer(second, creation(path).setWriteNumber(1));
    }

    private static ErrorReason tooManyWatches() {
        StreamClient stream = stream();
        AddWatchRequest.Builder watch =
                AddWatchRequest.newBuilder().setPath("/").setMode(WatchMode.WATCH_MODE_PERSISTENT);
        stream.send(
                Request.newBuilder().setXid(1).setAddWatch(watch.clone().setWatchId(1)),
                Request.newBuilder().setXid(2).setAddWatch(watch.clone().setWatchId(2)));
        return stream.response(2).getError().getReason();
    }

    private static ErrorReason wrongCredential() {
        Metadata metadata = new Metadata();
        metadata.put(Callers.AUTHORIZATION, "Bearer of a token");
        return refusal(() -> tree().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .get(GetRequest.newBuilder().setPath("/").build()));
    }

    /** What is refused by one member of three that is alone. */
    private interface Lonely {
        ErrorReason meets(TestEnsemble lonely) throws Exception;
    }

    private static ErrorReason withoutLeader(String requestTimeout, Lonely client) throws Exception {
        Path own = lonelyFolder.resolve("e" + PLACES.incrementAndGet());
        try (TestEnsemble lonely = TestEnsemble.startOneOf(own, 3, "--request.timeout=" + requestTimeout)) {
            return client.meets(lonely);
        }
    }

    private static ErrorReason written(TestEnsemble lonely) {
        return refusal(() -> {
            var unused = TreeServiceGrpc.newBlockingStub(lonely.channel("m1"))
                    .create(CreateRequest.newBuilder().setPath("/a").build());
        });
    }

    private static ErrorReason stoppedMeanwhile(TestEnsemble lonely) {
        CompletableFuture<ErrorReason> met = new CompletableFuture<>();
        TreeServiceGrpc.newStub(lonely.channel("m1"))
                .create(CreateRequest.newBuilder().setPath("/a").build(), new StreamObserver<CreateResponse>() {
                    @Override
                    public void onNext(CreateResponse answer) {}

                    @Override
                    public void onError(Throwable end) {
                        met.complete(reason((StatusRuntimeException) end));
                    }

                    @Override
                    public void onCompleted() {
                        met.complete(ErrorReason.ERROR_REASON_UNSPECIFIED);
                    }
                });
        // On the same connection: when this is answered the creation waits for a leader.
        var unused = TreeServiceGrpc.newBlockingStub(lonely.channel("m1"))
                .exists(ExistsRequest.newBuilder()
                        .setPath("/")
                        .setRead(ReadOptions.newBuilder().setConsistency(Consistency.CONSISTENCY_STALE))
                        .build());
        lonely.stopMember("m1");
        return met.join();
    }

    private static ErrorReason defect() throws Exception {
        Server server = InProcessServerBuilder.forName("defect")
                .directExecutor()
                .intercept(new CrashGuard())
                .addService(new TreeServiceGrpc.TreeServiceImplBase() {
                    @Override
                    public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
                        throw new IllegalStateException("for a test");
                    }
                })
                .build()
                .start();
        ManagedChannel channel =
                InProcessChannelBuilder.forName("defect").directExecutor().build();
        try {
            return refusal(() -> {
                var unused = TreeServiceGrpc.newBlockingStub(channel).create(CreateRequest.getDefaultInstance());
            });
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private static void create(String path) {
        var unused = tree().create(CreateRequest.newBuilder().setPath(path).build());
    }

    private static void createEphemeral(String path, SessionCredential owner) {
        var unused = tree().create(CreateRequest.newBuilder()
                .setPath(path)
                .setMode(CreateMode.CREATE_MODE_EPHEMERAL)
                .setOwner(owner)
                .build());
    }

    private static void set(String path, long version, String data) {
        var unused = tree().set(SetRequest.newBuilder()
                .setPath(path)
                .setExpectedVersion(version)
                .setData(ByteString.copyFromUtf8(data))
                .build());
    }

    private static void close(SessionCredential session) {
        var unused = SessionServiceGrpc.newBlockingStub(channel())
                .closeSession(
                        CloseSessionRequest.newBuilder().setSession(session).build());
    }

    private static SessionCredential session() {
        return SessionServiceGrpc.newBlockingStub(channel())
                .openSession(OpenSessionRequest.newBuilder()
                        .setTimeout(Duration.newBuilder().setSeconds(60))
                        .build())
                .getSession();
    }

    private static SessionCredential credential(long id) {
        return SessionCredential.newBuilder()
                .setSessionId(id)
                .setSecret(ByteString.copyFrom(new byte[32]))
                .build();
    }

    private static StreamClient stream() {
        StreamClient stream = StreamClient.open(channel(), 60_000);
        stream.opened();
        return stream;
    }

    private static Request.Builder creation(String path) {
        return Request.newBuilder().setCreate(CreateRequest.newBuilder().setPath(path));
    }

    private static ErrorReason answer(StreamClient stream, Request.Builder request) {
        stream.send(request.setXid(1));
        return stream.response(1).getError().getReason();
    }

    private static ErrorReason refusal(Runnable call) {
        return reason(catchThrowableOfType(StatusRuntimeException.class, call::run));
    }

    private static ErrorReason reason(StatusRuntimeException refused) {
        assertThat(refused).as("a refusal").isNotNull();
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        assertThat(status).as("%s", refused).isNotNull();
        assertThat(refused.getStatus().getCode()).isNotEqualTo(Status.Code.UNKNOWN);
        try {
            ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
            return ErrorReason.valueOf("ERROR_REASON_" + info.getReason());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Channel channel() {
        return ensemble.channel("m1");
    }

    private static TreeServiceGrpc.TreeServiceBlockingStub tree() {
        return TreeServiceGrpc.newBlockingStub(channel());
    }
}
