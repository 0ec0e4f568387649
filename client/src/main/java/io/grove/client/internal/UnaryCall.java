package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.ResponseHeader;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc;
import io.grpc.Channel;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** One request as a unary call: requests and answers are those of the stream, without their numbers. */
final class UnaryCall implements UnaryCaller.Call<Response> {
    private final Request request;
    private final Executor executor;

    /** The outcome comes on this executor. */
    UnaryCall(Request request, Executor executor) {
        this.request = request;
        this.executor = executor;
    }

    /** A stub as calls need it. */
    static <S extends AbstractStub<S>> S stub(S plain, Executor executor, long limitNanos) {
        return plain.withExecutor(executor).withDeadlineAfter(limitNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void begin(Channel channel, long limitNanos, Consumer<Response> answered, Consumer<StreamEnd> failed) {
        Outcome outcome = new Outcome(answered, failed);
        TreeServiceGrpc.TreeServiceStub tree = stub(TreeServiceGrpc.newStub(channel), executor, limitNanos);
        switch (request.getOperationCase()) {
            case EXISTS ->
                tree.exists(request.getExists(), outcome.of(Response.Builder::setExists, a -> a.getHeader()));
            case GET -> tree.get(request.getGet(), outcome.of(Response.Builder::setGet, a -> a.getHeader()));
            case LIST_CHILDREN ->
                tree.listChildren(
                        request.getListChildren(), outcome.of(Response.Builder::setListChildren, a -> a.getHeader()));
            case COUNT_DESCENDANTS ->
                tree.countDescendants(
                        request.getCountDescendants(),
                        outcome.of(Response.Builder::setCountDescendants, a -> a.getHeader()));
            case LIST_EPHEMERALS ->
                tree.listEphemerals(
                        request.getListEphemerals(),
                        outcome.of(Response.Builder::setListEphemerals, a -> a.getHeader()));
            case BATCH_READ ->
                tree.batchRead(request.getBatchRead(), outcome.of(Response.Builder::setBatchRead, a -> a.getHeader()));
            case GET_ACL ->
                tree.getAcl(request.getGetAcl(), outcome.of(Response.Builder::setGetAcl, a -> a.getHeader()));
            case GET_QUOTA ->
                tree.getQuota(request.getGetQuota(), outcome.of(Response.Builder::setGetQuota, a -> a.getHeader()));
            case LIST_QUOTAS ->
                tree.listQuotas(
                        request.getListQuotas(), outcome.of(Response.Builder::setListQuotas, a -> a.getHeader()));
            case WHO_AM_I ->
                stub(SessionServiceGrpc.newStub(channel), executor, limitNanos)
                        .whoAmI(request.getWhoAmI(), outcome.of(Response.Builder::setWhoAmI, a -> a.getHeader()));
            case SYNC -> tree.sync(request.getSync(), outcome.of(Response.Builder::setSync, a -> a.getHeader()));
            default -> throw new IllegalArgumentException(request.getOperationCase() + " needs a session");
        }
    }

    /** Where it goes. */
    private record Outcome(Consumer<Response> answered, Consumer<StreamEnd> failed) {
        <A> StreamObserver<A> of(
                BiFunction<Response.Builder, A, Response.Builder> asResult, Function<A, ResponseHeader> header) {
            return observer(
                    answer -> {
                        long zxid = header.apply(answer).getZxid();
                        answered.accept(asResult.apply(Response.newBuilder().setZxid(zxid), answer)
                                .build());
                    },
                    failed);
        }
    }

    /** Takes the one answer, or why there is none. */
    static <A> StreamObserver<A> observer(Consumer<A> answered, Consumer<StreamEnd> failed) {
        return new StreamObserver<>() {
            @Override
            public void onNext(A answer) {
                answered.accept(answer);
            }

            @Override
            public void onError(Throwable failure) {
                failed.accept(StreamEnd.of(failure));
            }

            @Override
            public void onCompleted() {
                // The answer came before.
            }
        };
    }
}
