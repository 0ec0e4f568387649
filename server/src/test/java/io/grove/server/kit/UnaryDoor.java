package io.grove.server.kit;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.CloseSessionRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.EventType;
import io.grove.api.v1.ListEphemeralsRequest;
import io.grove.api.v1.Open;
import io.grove.api.v1.OpenSessionRequest;
import io.grove.api.v1.OpenSessionResponse;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.ResponseHeader;
import io.grove.api.v1.ScanResponse;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchRequest;
import io.grove.api.v1.WatchResponse;
import io.grove.api.v1.WatchServiceGrpc;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The unary services; ephemerals belong to a session that was opened for them. */
final class UnaryDoor implements Door {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final OpenSessionResponse opened;
    private final Context.CancellableContext watches = Context.current().withCancellation();
    private TreeServiceGrpc.TreeServiceBlockingStub tree;
    private SessionServiceGrpc.SessionServiceBlockingStub sessions;
    private WatchServiceGrpc.WatchServiceStub watchService;

    UnaryDoor(Channel channel, Open wish) {
        tree = TreeServiceGrpc.newBlockingStub(channel);
        sessions = SessionServiceGrpc.newBlockingStub(channel);
        watchService = WatchServiceGrpc.newStub(channel);
        OpenSessionRequest.Builder request = OpenSessionRequest.newBuilder()
                .setClientName(wish.getClientName())
                .putAllLabels(wish.getLabelsMap());
        if (wish.hasTimeout()) {
            request.setTimeout(wish.getTimeout());
        }
        opened = opened(request.build());
    }

    private OpenSessionResponse opened(OpenSessionRequest request) {
        try {
            return sessions.openSession(request);
        } catch (StatusRuntimeException e) {
            throw Refused.of(e);
        }
    }

    @Override
    public Response ask(Request.Builder request) {
        try {
            return answer(request, Response.newBuilder()).build();
        } catch (StatusRuntimeException e) {
            throw Refused.of(e);
        }
    }

    private Response.Builder answer(Request.Builder request, Response.Builder to) {
        switch (request.getOperationCase()) {
            case CREATE ->
                at(
                        to.setCreate(tree.create(owned(request.getCreate())))
                                .getCreate()
                                .getHeader(),
                        to);
            case DELETE ->
                at(to.setDelete(tree.delete(request.getDelete())).getDelete().getHeader(), to);
            case DELETE_TREE ->
                at(
                        to.setDeleteTree(tree.deleteTree(request.getDeleteTree()))
                                .getDeleteTree()
                                .getHeader(),
                        to);
            case SET -> at(to.setSet(tree.set(request.getSet())).getSet().getHeader(), to);
            case SET_ACL ->
                at(to.setSetAcl(tree.setAcl(request.getSetAcl())).getSetAcl().getHeader(), to);
            case SET_QUOTA ->
                at(
                        to.setSetQuota(tree.setQuota(request.getSetQuota()))
                                .getSetQuota()
                                .getHeader(),
                        to);
            case COMMIT ->
                at(
                        to.setCommit(tree.commit(owned(request.getCommit())))
                                .getCommit()
                                .getHeader(),
                        to);
            default -> read(request, to);
        }
        return to;
    }

    private void read(Request.Builder request, Response.Builder to) {
        switch (request.getOperationCase()) {
            case EXISTS ->
                at(to.setExists(tree.exists(request.getExists())).getExists().getHeader(), to);
            case GET -> at(to.setGet(tree.get(request.getGet())).getGet().getHeader(), to);
            case LIST_CHILDREN ->
                at(
                        to.setListChildren(tree.listChildren(request.getListChildren()))
                                .getListChildren()
                                .getHeader(),
                        to);
            case SYNC -> at(to.setSync(tree.sync(request.getSync())).getSync().getHeader(), to);
            case GET_ACL ->
                at(to.setGetAcl(tree.getAcl(request.getGetAcl())).getGetAcl().getHeader(), to);
            case COUNT_DESCENDANTS ->
                at(
                        to.setCountDescendants(tree.countDescendants(request.getCountDescendants()))
                                .getCountDescendants()
                                .getHeader(),
                        to);
            case LIST_EPHEMERALS -> {
                ListEphemeralsRequest.Builder own = request.getListEphemerals().toBuilder();
                if (own.getSessionId() == 0) {
                    own.setOwner(session());
                }
                at(
                        to.setListEphemerals(tree.listEphemerals(own.build()))
                                .getListEphemerals()
                                .getHeader(),
                        to);
            }
            case BATCH_READ ->
                at(
                        to.setBatchRead(tree.batchRead(request.getBatchRead()))
                                .getBatchRead()
                                .getHeader(),
                        to);
            case SCAN -> {
                ScanResponse.Builder all = ScanResponse.newBuilder();
                tree.scan(request.getScan()).forEachRemaining(all::mergeFrom);
                at(to.setScan(all).getScan().getHeader(), to);
            }
            default -> readOfNoZnode(request, to);
        }
    }

    private void readOfNoZnode(Request.Builder request, Response.Builder to) {
        switch (request.getOperationCase()) {
            case GET_QUOTA ->
                at(
                        to.setGetQuota(tree.getQuota(request.getGetQuota()))
                                .getGetQuota()
                                .getHeader(),
                        to);
            case LIST_QUOTAS ->
                at(
                        to.setListQuotas(tree.listQuotas(request.getListQuotas()))
                                .getListQuotas()
                                .getHeader(),
                        to);
            case WHO_AM_I ->
                at(
                        to.setWhoAmI(sessions.whoAmI(request.getWhoAmI()))
                                .getWhoAmI()
                                .getHeader(),
                        to);
            default -> throw new IllegalArgumentException("not at this door: " + request.getOperationCase());
        }
    }

    private static void at(ResponseHeader header, Response.Builder to) {
        to.setZxid(header.getZxid()).setWriteZxid(header.getWriteZxid());
    }

    private CreateRequest owned(CreateRequest request) {
        boolean isEphemeral = request.getMode() == CreateMode.CREATE_MODE_EPHEMERAL
                || request.getMode() == CreateMode.CREATE_MODE_EPHEMERAL_SEQUENTIAL;
        return isEphemeral ? request.toBuilder().setOwner(session()).build() : request;
    }

    private CommitRequest owned(CommitRequest request) {
        CommitRequest.Builder owned = CommitRequest.newBuilder();
        for (CommitOperation operation : request.getOperationsList()) {
            owned.addOperations(
                    operation.hasCreate()
                            ? operation.toBuilder()
                                    .setCreate(owned(operation.getCreate()))
                                    .build()
                            : operation);
        }
        return owned.build();
    }

    @Override
    public Watching watch(AddWatchRequest.Builder watch) {
        WatchRequest.Builder request = WatchRequest.newBuilder()
                .setPath(watch.getPath())
                .setMode(watch.getMode())
                .setFilter(watch.getFilter())
                .setProgressInterval(Duration.newBuilder().setNanos(100_000_000));
        if (watch.hasFromZxid()) {
            request.setFromZxid(watch.getFromZxid());
        }
        Received received = new Received();
        watches.run(() -> watchService.watch(request.build(), received));
        received.upTo(0);
        return received;
    }

    /** What a stream of events has brought. */
    private static final class Received implements StreamObserver<WatchResponse>, Watching {
        private final List<WatchEvent> events = new ArrayList<>();
        private long zxid = -1;
        private Throwable error;

        @Override
        public List<WatchEvent> upTo(long wanted) {
            await().atMost(TestEnsemble.LONG).until(() -> hasReached(wanted));
            return events();
        }

        private synchronized boolean hasReached(long wanted) {
            if (error instanceof StatusRuntimeException failure) {
                throw Refused.of(failure);
            }
            return zxid >= wanted;
        }

        private synchronized List<WatchEvent> events() {
            return List.copyOf(events);
        }

        @Override
        public synchronized void onNext(WatchResponse message) {
            zxid = message.getHeader().getZxid();
            if (message.getType() != EventType.EVENT_TYPE_UNSPECIFIED) {
                WatchEvent.Builder event = WatchEvent.newBuilder()
                        .setZxid(message.getZxid())
                        .setType(message.getType())
                        .setPath(message.getPath());
                if (message.hasNode()) {
                    event.setNode(message.getNode());
                }
                events.add(event.build());
            }
        }

        @Override
        public synchronized void onError(Throwable cause) {
            error = cause;
        }

        /** A one-shot watch has fired: nothing more will come. */
        @Override
        public synchronized void onCompleted() {
            zxid = Long.MAX_VALUE;
        }
    }

    @Override
    public void login(String user, String password) {
        Metadata metadata = new Metadata();
        String credential = user + ":" + password;
        metadata.put(
                AUTHORIZATION,
                "Basic " + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8)));
        tree = tree.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
        sessions = sessions.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
        watchService = watchService.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    @Override
    public SessionCredential session() {
        return opened.getSession();
    }

    @Override
    public Duration timeout() {
        return opened.getTimeout();
    }

    @Override
    public void endSession() {
        var unused = sessions.closeSession(
                CloseSessionRequest.newBuilder().setSession(session()).build());
    }

    @Override
    public void close() {
        watches.cancel(null);
    }
}
