package io.grove.server.frontdoor.grpc;

import io.grove.server.metrics.Operation;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.session.Answer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grove.server.time.Ticker;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every unary call: translate, submit, answer once, measure. */
final class UnaryAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(UnaryAnswers.class);

    private final ServerMeters meters;
    private final Ticker ticker;
    private final Executor executor;
    private final long timeoutMs;
    private final Map<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastCall = new AtomicLong();

    /**
     * Creates it.
     *
     * @param executor gives the answers that don't come at once: they are completed under the state lock
     * @param timeoutMs how long a call without a deadline is waited for
     */
    UnaryAnswers(ServerMeters meters, Ticker ticker, Executor executor, long timeoutMs) {
        this.meters = meters;
        this.ticker = ticker;
        this.executor = executor;
        this.timeoutMs = timeoutMs;
    }

    /** Translates the message and submits it; refuses by {@link RefusedException}. */
    interface Submission {
        CompletableFuture<Answer> submit(long timeoutMs);
    }

    <T> void run(
            Operation operation, StreamObserver<T> observer, Submission submission, Function<Answer, T> translation) {
        long start = ticker.nanos();
        // With a handler set, an answer for a client that has gone is dropped instead of thrown.
        ((ServerCallStreamObserver<T>) observer).setOnCancelHandler(() -> {});
        CompletableFuture<Answer> future;
        try {
            future = submission.submit(timeoutMs());
        } catch (RefusedException e) {
            refuse(operation, observer, e.refusal(), start);
            return;
        }
        if (future.isDone()) {
            answer(operation, observer, future.join(), translation, start);
        } else {
            long id = lastCall.incrementAndGet();
            waiting.put(id, future);
            whenAnswered(future, executor, answer -> {
                waiting.remove(id);
                answer(operation, observer, answer, translation, start);
            });
        }
    }

    /**
     * Gives up on all that wait: the member is stopping, and whether their writes are applied will not be known here.
     */
    void giveUp() {
        Refusal refusal =
                Refusal.of(RefusalReason.OUTCOME_UNKNOWN, "this member is stopping; a write may or may not be applied");
        waiting.values().forEach(future -> future.complete(Answer.at(0, refusal)));
    }

    /** Hands an answer, which is completed under the state lock, over to the executor. */
    static void whenAnswered(CompletableFuture<Answer> future, Executor executor, Consumer<Answer> consumer) {
        CompletableFuture<Answer> unused =
                future.whenComplete((answer, never) -> executor.execute(() -> consumer.accept(answer)));
    }

    private long timeoutMs() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? timeoutMs
                : Math.max(0, Math.min(timeoutMs, deadline.timeRemaining(TimeUnit.MILLISECONDS)));
    }

    private <T> void answer(
            Operation operation,
            StreamObserver<T> observer,
            Answer answer,
            Function<Answer, T> translation,
            long start) {
        if (answer.reply() instanceof Refusal refusal) {
            refuse(operation, observer, refusal, start);
            return;
        }
        T message;
        try {
            message = translation.apply(answer);
        } catch (RuntimeException e) {
            LOG.error("event=defect operation={}", operation, e);
            refuse(operation, observer, Refusal.of(RefusalReason.INTERNAL, "a defect of the member"), start);
            return;
        }
        observer.onNext(message);
        observer.onCompleted();
        meters.requestAnswered(operation, ServerMeters.OK, ticker.nanos() - start);
    }

    private <T> void refuse(Operation operation, StreamObserver<T> observer, Refusal refusal, long start) {
        observer.onError(ErrorMapping.toException(refusal));
        meters.requestAnswered(operation, StreamTimes.result(refusal), ticker.nanos() - start);
    }
}
