package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.client.ClientConfig;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.MemberAddress;
import io.grove.client.ReadOptions;
import io.grove.client.WatchMode;
import io.grpc.ManagedChannel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads by unary calls, without a session, at whichever member answers. A read changes nothing, so one that a member
 * can't answer is asked again at the next, until the request timeout. What changes is touched on the {@link Loop} only.
 */
final class UnaryReader extends Reads {
    /** What one member may take at least, before the next is asked. */
    private static final long ATTEMPT_MIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ClientConfig config;
    private final Loop loop;
    private final Deliveries deliveries;
    private final MemberRotation rotation;
    private final Admission admission;
    private final Runnable release;
    private final Channels channels;
    private final Map<MemberAddress, ManagedChannel> connections = new HashMap<>();
    private final Set<Question<?>> pending = new LinkedHashSet<>();
    private volatile boolean closed;
    private volatile long lastZxidSeen;

    UnaryReader(ClientConfig config, Surroundings around, Channels channels) {
        this.config = config;
        this.channels = channels;
        this.loop = around.loop();
        this.deliveries = new Deliveries(around.callbacks());
        this.rotation = new MemberRotation(config.members(), around.random());
        this.admission = new Admission(config.limits());
        this.release = around.release();
    }

    @Override
    WatchRegistry.@Nullable Entry watch(String path, WatchMode mode, ReadOptions options) {
        return null;
    }

    @Override
    <T> CompletableFuture<T> call(
            @Nullable String path,
            WatchRegistry.@Nullable Entry watch,
            Supplier<Request> request,
            Function<Response, T> mapping) {
        Question<T> question;
        try {
            question = new Question<>(request.get(), mapping);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(ErrorMapping.badArguments(path, e));
        }
        if (!admission.tryEnter(question.request.bytes())) {
            return CompletableFuture.failedFuture(new GroveException(
                    Reason.OVERLOADED, "as many reads are unanswered as may be: " + config.limits()));
        }
        loop.execute(question::begin);
        if (closed) {
            question.request.fail(new GroveException(Reason.CLOSED, "the reader is closed"));
        }
        return question.request.future();
    }

    /** Only the loop calls this, so that read and write need not be one step. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void saw(long zxid) {
        lastZxidSeen = Math.max(lastZxidSeen, zxid);
    }

    @Override
    public long lastZxidSeen() {
        return lastZxidSeen;
    }

    @Override
    public boolean onCallbackThread() {
        return deliveries.isCurrentThread();
    }

    @Override
    public void close() {
        closed = true;
        loop.execute(() -> {
            GroveException end = new GroveException(Reason.CLOSED, "the reader is closed");
            List.copyOf(pending).forEach(question -> question.finish(() -> question.request.fail(end)));
            connections.values().forEach(ManagedChannel::shutdownNow);
            deliveries.post(release);
        });
    }

    /** A read on its way round the members. */
    private final class Question<T> {
        final PendingRequest<T> request;
        private Loop.Timer timer = () -> {};
        private int tlsFailures;
        private GroveException lastProblem = new GroveException(Reason.REQUEST_TIMEOUT, "no member has answered yet");

        Question(Request template, Function<Response, T> mapping) {
            request = new PendingRequest<>(template, mapping, null);
            request.deadlineNanos = loop.nowNanos() + config.requestTimeout().toNanos();
        }

        void begin() {
            pending.add(this);
            ask();
        }

        private void ask() {
            long left = request.deadlineNanos - loop.nowNanos();
            if (left <= 0) {
                finish(() -> request.fail(late()));
                return;
            }
            // A host that does not answer costs its share of the time only, so that all can be asked before it is over.
            long share = Math.max(ATTEMPT_MIN_NANOS, config.requestTimeout().toNanos() / rotation.size());
            MemberAddress member = rotation.current();
            ManagedChannel channel = connections.computeIfAbsent(member, channels::to);
            new UnaryCall(channel, loop, Math.min(left, share), this::answered, end -> failed(member, end))
                    .send(RequestMapping.atLeast(request.template(), lastZxidSeen));
        }

        private void answered(Response response) {
            saw(response.getZxid());
            rotation.succeeded();
            finish(() -> request.complete(response));
        }

        private void failed(MemberAddress member, StreamEnd end) {
            lastProblem = end.at(member).error();
            tlsFailures = lastProblem.reason() == Reason.TLS_FAILED ? tlsFailures + 1 : 0;
            if (tlsFailures >= rotation.size()) {
                finish(() -> request.fail(lastProblem));
                return;
            }
            switch (lastProblem.reason()) {
                case REQUEST_TIMEOUT, TLS_FAILED, NO_LEADER, OVERLOADED, STALE_READ_REFUSED -> {
                    long delayMs = rotation.current().equals(member) ? rotation.failed() : 0;
                    long leftMs = TimeUnit.NANOSECONDS.toMillis(request.deadlineNanos - loop.nowNanos()) + 1;
                    timer = loop.after(Math.min(Math.max(delayMs, end.retryAfterMs()), leftMs), this::ask);
                }
                default -> finish(() -> request.fail(end.error()));
            }
        }

        private GroveException late() {
            return lastProblem.reason() == Reason.REQUEST_TIMEOUT
                    ? new GroveException(
                            Reason.REQUEST_TIMEOUT, "no answer within the request timeout; " + lastProblem.getMessage())
                    : lastProblem;
        }

        void finish(Runnable completion) {
            timer.cancel();
            if (pending.remove(this)) {
                admission.leave(request);
                deliveries.post(completion);
            }
        }
    }
}
