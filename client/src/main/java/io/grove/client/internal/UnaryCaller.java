package io.grove.client.internal;

import io.grove.client.ClientConfig;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.MemberAddress;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.stub.MetadataUtils;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes unary calls at whichever member answers. Meant for calls that may be made twice: one that a member can't answer
 * is made again at the next, until the request timeout. What changes is touched on the {@link Loop} only.
 */
final class UnaryCaller {
    /** What one member may take at least, before the next is asked. */
    private static final long ATTEMPT_MIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ClientConfig config;
    private final Loop loop;
    private final Deliveries deliveries;
    private final MemberRotation rotation;
    private final Admission admission;
    private final Runnable release;
    private final BasicAuthorization authorization;
    private final Channels channels;
    private final Map<MemberAddress, ManagedChannel> connections = new HashMap<>();
    private final Set<Question<?>> pending = new LinkedHashSet<>();
    private volatile boolean closed;

    /** A call to one member; its outcome comes on the loop, and once. */
    interface Call<A> {
        /**
         * Makes it.
         *
         * @param channel to the member
         * @param limitNanos how long the member may take to answer
         */
        void begin(Channel channel, long limitNanos, Consumer<A> answered, Consumer<StreamEnd> failed);
    }

    UnaryCaller(ClientConfig config, Surroundings around, Channels channels) {
        this.config = config;
        this.channels = channels;
        this.loop = around.loop();
        this.deliveries = new Deliveries(around.callbacks());
        this.rotation = new MemberRotation(config.members(), around.random());
        this.admission = new Admission(config.limits());
        this.release = around.release();
        this.authorization = new BasicAuthorization(config.identity().credentials());
    }

    Loop loop() {
        return loop;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** These are the members now. On the loop. */
    void membersLearned(List<MemberAddress> members) {
        rotation.learned(members);
    }

    long timeoutNanos() {
        return config.requestTimeout().toNanos();
    }

    /**
     * Makes a call. From any thread.
     *
     * @param bytes size of the request
     * @param answered is given the answer on the loop, or
     * @param failed why there is none, there or on the calling thread
     */
    <A> void ask(int bytes, Call<A> call, Consumer<A> answered, Consumer<GroveException> failed) {
        if (!admission.tryEnter(bytes)) {
            failed.accept(new GroveException(
                    Reason.OVERLOADED, "as many calls are unanswered as may be: " + config.limits()));
            return;
        }
        Question<A> question = new Question<>(bytes, call, answered, failed);
        loop.execute(question::begin);
        if (closed) {
            failed.accept(closedError()); // The loop may have stopped before it saw this one.
        }
    }

    void close() {
        closed = true;
        loop.execute(() -> {
            List.copyOf(pending).forEach(question -> question.fail(closedError()));
            connections.values().forEach(ManagedChannel::shutdownNow);
            deliveries.post(release);
        });
    }

    private static GroveException closedError() {
        return new GroveException(Reason.CLOSED, "the reader is closed");
    }

    private Channel channel(MemberAddress member) {
        ManagedChannel channel = connections.computeIfAbsent(member, channels::to);
        return authorization
                .headers()
                .<Channel>map(headers ->
                        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
                .orElse(channel);
    }

    /** A call on its way round the members. */
    private final class Question<A> {
        private final int bytes;
        private final Call<A> call;
        private final Consumer<A> answered;
        private final Consumer<GroveException> failed;
        private final long deadlineNanos = loop.nowNanos() + timeoutNanos();
        private Loop.Timer timer = () -> {};
        private int tlsFailures;
        private GroveException lastProblem = new GroveException(Reason.REQUEST_TIMEOUT, "no member has answered yet");

        Question(int bytes, Call<A> call, Consumer<A> answered, Consumer<GroveException> failed) {
            this.bytes = bytes;
            this.call = call;
            this.answered = answered;
            this.failed = failed;
        }

        void begin() {
            pending.add(this);
            ask();
        }

        private void ask() {
            long left = deadlineNanos - loop.nowNanos();
            if (left <= 0) {
                fail(late());
                return;
            }
            // A host that does not answer costs its share of the time only, so that all can be asked before it is over.
            long share = Math.max(ATTEMPT_MIN_NANOS, timeoutNanos() / rotation.size());
            MemberAddress member = rotation.current();
            call.begin(channel(member), Math.min(left, share), this::succeed, end -> goOn(member, end));
        }

        private void succeed(A answer) {
            rotation.succeeded();
            if (isFinished()) {
                return;
            }
            answered.accept(answer);
        }

        private void goOn(MemberAddress member, StreamEnd end) {
            lastProblem = end.at(member).error();
            tlsFailures = lastProblem.reason() == Reason.TLS_FAILED ? tlsFailures + 1 : 0;
            if (tlsFailures >= rotation.size()) {
                fail(lastProblem); // In a whole round nobody can be talked to securely: waiting would not help.
                return;
            }
            switch (lastProblem.reason()) {
                case REQUEST_TIMEOUT, TLS_FAILED, NO_LEADER, OVERLOADED, STALE_READ_REFUSED -> {
                    long delayMs = rotation.current().equals(member) ? rotation.failed() : 0;
                    long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - loop.nowNanos()) + 1;
                    timer = loop.after(Math.max(0, Math.min(Math.max(delayMs, end.retryAfterMs()), leftMs)), this::ask);
                }
                default -> fail(end.error());
            }
        }

        private GroveException late() {
            return lastProblem.reason() == Reason.REQUEST_TIMEOUT
                    ? new GroveException(
                            Reason.REQUEST_TIMEOUT, "no answer within the request timeout; " + lastProblem.getMessage())
                    : lastProblem;
        }

        void fail(GroveException error) {
            if (!isFinished()) {
                failed.accept(error);
            }
        }

        /** Whether it was finished before; it is now. */
        private boolean isFinished() {
            timer.cancel();
            boolean wasPending = pending.remove(this);
            if (wasPending) {
                admission.leave(bytes);
            }
            return !wasPending;
        }
    }
}
