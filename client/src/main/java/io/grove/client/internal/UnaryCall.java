package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.ResponseHeader;
import io.grove.api.v1.TreeServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** One request to one member as a unary call: requests and answers are those of the stream, without their numbers. */
final class UnaryCall {
    private final TreeServiceGrpc.TreeServiceStub tree;
    private final Consumer<Response> answered;
    private final Consumer<StreamEnd> failed;

    /**
     * A call that is to be sent.
     *
     * @param executor runs what follows
     * @param limitNanos how long it may take
     * @param answered is given the answer, or
     * @param failed why there is none
     */
    UnaryCall(
            ManagedChannel channel,
            Executor executor,
            long limitNanos,
            Consumer<Response> answered,
            Consumer<StreamEnd> failed) {
        this.tree = TreeServiceGrpc.newStub(channel)
                .withExecutor(executor)
                .withDeadlineAfter(limitNanos, TimeUnit.NANOSECONDS);
        this.answered = answered;
        this.failed = failed;
    }

    void send(Request request) {
        switch (request.getOperationCase()) {
            case EXISTS -> tree.exists(request.getExists(), observer(Response.Builder::setExists, a -> a.getHeader()));
            case GET -> tree.get(request.getGet(), observer(Response.Builder::setGet, a -> a.getHeader()));
            case LIST_CHILDREN ->
                tree.listChildren(
                        request.getListChildren(), observer(Response.Builder::setListChildren, a -> a.getHeader()));
            case SYNC -> tree.sync(request.getSync(), observer(Response.Builder::setSync, a -> a.getHeader()));
            default -> throw new IllegalArgumentException(request.getOperationCase() + " needs a session");
        }
    }

    private <A> StreamObserver<A> observer(
            BiFunction<Response.Builder, A, Response.Builder> asResult, Function<A, ResponseHeader> header) {
        return new StreamObserver<>() {
            @Override
            public void onNext(A answer) {
                long zxid = header.apply(answer).getZxid();
                answered.accept(asResult.apply(Response.newBuilder().setZxid(zxid), answer)
                        .build());
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
