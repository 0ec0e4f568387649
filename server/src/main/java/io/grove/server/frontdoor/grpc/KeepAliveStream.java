package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.KeepAliveRequest;
import io.grove.api.v1.KeepAliveResponse;
import io.grove.server.metrics.Operation;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.session.Answer;
import io.grove.server.session.Credential;
import io.grove.server.session.Reply.Refusal;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Signs of life of sessions without a stream of their own: one at a time, each answered before the next is read. */
final class KeepAliveStream implements StreamObserver<KeepAliveRequest> {
    private final DoorServices services;
    private final Headers headers;
    private final Executor executor;
    private final ServerCallStreamObserver<KeepAliveResponse> call;
    private boolean isAnswering;
    private boolean isHalfClosed;
    private boolean isEnded;

    KeepAliveStream(
            DoorServices services,
            Headers headers,
            Executor executor,
            ServerCallStreamObserver<KeepAliveResponse> call) {
        this.services = services;
        this.headers = headers;
        this.executor = executor;
        this.call = call;
        call.disableAutoRequest();
        call.setOnCancelHandler(this::forget);
        call.request(1);
    }

    @Override
    public void onNext(KeepAliveRequest request) {
        long start = services.ticker().nanos();
        Credential credential;
        try {
            credential = FieldMapping.credential(request.hasSession(), request.getSession());
        } catch (RefusedException e) {
            refuse(e.refusal(), start);
            return;
        }
        synchronized (this) {
            isAnswering = true;
        }
        CompletableFuture<Answer> future = services.core()
                .pipeline()
                .keepAlive(credential, services.config().timing().requestTimeoutMs());
        UnaryAnswers.whenAnswered(future, executor, answer -> answer(credential, answer, start));
    }

    private synchronized void answer(Credential credential, Answer answer, long start) {
        isAnswering = false;
        if (answer.reply() instanceof Refusal refusal) {
            refuse(refusal, start);
        } else if (!isEnded) {
            call.onNext(KeepAliveResponse.newBuilder()
                    .setHeader(headers.of(answer))
                    .setSessionId(credential.sessionId().value())
                    .build());
            services.meters()
                    .requestAnswered(
                            Operation.KEEP_ALIVE,
                            ServerMeters.OK,
                            services.ticker().nanos() - start);
            if (isHalfClosed) {
                complete();
            } else {
                call.request(1);
            }
        }
    }

    private synchronized void refuse(Refusal refusal, long start) {
        services.meters()
                .requestAnswered(
                        Operation.KEEP_ALIVE,
                        StreamTimes.result(refusal),
                        services.ticker().nanos() - start);
        if (!isEnded) {
            isEnded = true;
            call.onError(ErrorMapping.toException(refusal));
        }
    }

    private synchronized void forget() {
        isEnded = true;
    }

    private void complete() {
        isEnded = true;
        call.onCompleted();
    }

    @Override
    public void onError(Throwable cause) {
        forget();
    }

    @Override
    public synchronized void onCompleted() {
        isHalfClosed = true;
        if (!isAnswering && !isEnded) {
            complete();
        }
    }
}
