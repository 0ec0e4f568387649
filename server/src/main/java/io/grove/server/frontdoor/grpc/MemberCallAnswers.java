package io.grove.server.frontdoor.grpc;

import io.grove.server.members.ChangeRefusedException;
import io.grove.server.metrics.Operation;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grove.server.time.Ticker;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of calls about members, which bypass the pipeline: submit, answer once, measure. */
final class MemberCallAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(MemberCallAnswers.class);

    private final ServerMeters meters;
    private final Ticker ticker;

    MemberCallAnswers(ServerMeters meters, Ticker ticker) {
        this.meters = meters;
        this.ticker = ticker;
    }

    /** Submits; refuses by {@link RefusedException}, or later by {@link ChangeRefusedException}. */
    <A, T> void run(
            Operation operation,
            StreamObserver<T> observer,
            Supplier<CompletableFuture<A>> submission,
            Function<A, T> translation) {
        long start = ticker.nanos();
        // With a handler set, an answer for a client that has gone is dropped instead of thrown.
        ((ServerCallStreamObserver<T>) observer).setOnCancelHandler(() -> {});
        CompletableFuture<T> answer;
        try {
            answer = submission.get().thenApply(translation);
        } catch (RefusedException e) {
            refuse(operation, observer, e.refusal(), start);
            return;
        }
        CompletableFuture<?> unused = answer.whenComplete((message, failure) -> {
            if (failure != null) {
                refuse(operation, observer, refusal(failure), start);
                return;
            }
            observer.onNext(message);
            observer.onCompleted();
            meters.requestAnswered(operation, ServerMeters.OK, ticker.nanos() - start);
        });
    }

    private static Refusal refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ChangeRefusedException refused) {
            return refused.refusal();
        }
        LOG.error("event=defect", cause);
        return Refusal.of(RefusalReason.INTERNAL, "a defect of the member");
    }

    private <T> void refuse(Operation operation, StreamObserver<T> observer, Refusal refusal, long start) {
        observer.onError(ErrorMapping.toException(refusal));
        meters.requestAnswered(operation, StreamTimes.result(refusal), ticker.nanos() - start);
    }
}
