package io.grove.client.internal;

import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.Items;
import io.grove.api.v1.Opened;
import io.grove.api.v1.Requests;
import io.grove.client.ClientConfig;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.MemberAddress;
import io.grove.client.SessionEvent;
import io.grove.client.SessionHandover;
import io.grove.client.SessionInfo;
import io.grove.client.SessionState;
import io.grove.client.internal.SessionLife.Event;
import io.grove.client.internal.SessionLife.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session, kept across streams and members.
 *
 * <p>{@link SessionLife} declares its states. Everything here runs on the client's {@link Loop}, except where a method
 * says otherwise; so nothing is locked, and a stream that was given up can't interfere, because its {@link
 * StreamAttempt} has been dropped.
 *
 * <p>The way of a request: the calling thread puts it into {@code arrivals}; the loop moves all arrivals into the
 * {@link RequestWindow}, which numbers them; whenever the stream has room, as many as fit go out as one frame. The
 * answer takes it from the window and completes its future on the callback thread ({@link Deliveries}), in stream order
 * with the events. When the stream breaks, the next one begins with Attach, then the watches ({@link WatchRegistry}),
 * then what was in flight with its old numbers, then the rest.
 *
 * <p>SESSION_MOVED on the present stream means that an earlier Attach of ours, given up as too slow, has been applied
 * after the one that succeeded: nobody else has the secret. So it is a broken stream like any other.
 */
final class SessionConnection implements StreamAttempt.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(SessionConnection.class);

    private final ClientConfig config;
    private final Surroundings around;
    private final Loop loop;
    private final Deliveries deliveries;
    private final SessionLife life;
    private final SessionStatus status;
    private final MemberRotation rotation;
    private final Lease lease;
    private final Admission admission;
    private final WatchRegistry watches;
    private final Proofs proofs;
    private final SessionPapers papers;
    private final RequestWindow window = new RequestWindow();
    private final ItemIntake intake;
    private final Queue<PendingRequest<?>> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean takeScheduled = new AtomicBoolean();
    private final CompletableFuture<SessionInfo> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private @Nullable StreamAttempt attempt;
    private Loop.Timer dialTimer = () -> {};
    private GroveException lastProblem = new GroveException(Reason.REQUEST_TIMEOUT, "no member has answered yet");
    private GroveException end = lastProblem;
    private long retryAfterMs;

    /** In a row. When a whole round of members has failed like this, waiting would not help. */
    private int tlsFailures;

    private long lastTickNanos;
    private boolean closeSent;
    private long lastProgressNanos;

    SessionConnection(ClientConfig config, Surroundings around, WatchRegistry watches, SessionStatus status) {
        this.config = config;
        this.around = around;
        this.loop = around.loop();
        this.deliveries = new Deliveries(around.callbacks());
        this.life = new SessionLife(around.observer());
        this.status = status;
        this.watches = watches;
        this.rotation = new MemberRotation(config.members(), around.random());
        this.lease = new Lease(config.sessionTimeout().toNanos());
        this.admission = new Admission(config.limits());
        this.proofs = new Proofs(config.identity().credentials());
        this.intake = new ItemIntake(window, watches, status, lease, admission, proofs);
        this.papers = new SessionPapers(config);
        config.identity().session().ifPresent(session -> {
            status.saw(session.zxid());
            window.goOnAfter(session.lastWriteNumber());
        });
    }

    /** Begins. From any thread, once. */
    void start() {
        loop.execute(() -> {
            step(Event.START);
            lastTickNanos = loop.nowNanos();
            lastProgressNanos = lastTickNanos;
            loop.after(lease.tickMs(), this::tick);
        });
    }

    /** These are the members now. On the loop. */
    void membersLearned(List<MemberAddress> members) {
        rotation.learned(members);
    }

    /** Sends a request when its turn comes. From any thread. */
    void submit(PendingRequest<?> request) {
        request.deadlineNanos = loop.nowNanos() + config.requestTimeout().toNanos();
        if (request.bytes() > config.limits().requestBytesMax()) {
            forget(request);
            request.fail(ErrorMapping.tooLarge(
                    "the request", request.bytes(), config.limits().requestBytesMax()));
            return;
        }
        if (!admission.tryEnter(request.bytes())) {
            forget(request);
            request.fail(new GroveException(
                    Reason.OVERLOADED,
                    "the client has as many unanswered requests as it may have: " + config.limits()));
            return;
        }
        arrivals.add(request);
        if (takeScheduled.compareAndSet(false, true)) {
            loop.execute(this::takeArrivals);
        }
        if (status.isOver()) {
            failArrivals(); // The loop may have stopped before it saw this one.
        }
    }

    /** Completes when the session is open. */
    CompletableFuture<SessionInfo> opened() {
        return opened;
    }

    /** Closes. From any thread; harmless when repeated. */
    CompletableFuture<Void> close() {
        return close(null);
    }

    /** Closes and keeps the session for a successor. From any thread. */
    CompletableFuture<SessionHandover> leave(Duration time) {
        return close(time).thenApply(done -> {
            SessionHandover handover = papers.handover();
            if (handover == null) {
                throw new GroveException(Reason.CLOSED, "no member has agreed to keep the session");
            }
            return handover;
        });
    }

    private CompletableFuture<Void> close(@Nullable Duration lingering) {
        loop.execute(() -> {
            if (life.state() == State.EXPIRED) {
                release();
            } else if (life.state() != State.CLOSED && life.state() != State.CLOSING) {
                papers.keepFor(lingering);
                step(Event.CLOSE_ASKED);
            }
        });
        return closed;
    }

    /** For how long the session certainly lives. From any thread. */
    long leaseRemainingNanos() {
        return lease.remainingNanos(loop.nowNanos());
    }

    /** From any thread. */
    Deliveries deliveries() {
        return deliveries;
    }

    private void step(Event event) {
        LOG.debug("client={} state={} event={}", config.clientName(), life.state(), event);
        switch (life.take(event)) {
            case DIAL -> dial();
            case BACK_OFF -> backOff();
            case BEGIN -> begin();
            case SUSPEND -> suspend();
            case RESUME -> resume();
            case DRAIN -> {
                loop.after(closeTimeoutMs(), () -> {
                    if (life.state() == State.CLOSING) {
                        step(Event.CLOSE_LATE);
                    }
                });
                pump();
            }
            case EXPIRE -> expire();
            case FINISH -> finish();
        }
    }

    private void dial() {
        attempt = new StreamAttempt(rotation.current(), around, lease, this);
        attempt.begin(papers.first(status.lastZxidSeen()), rotation.size());
    }

    private void backOff() {
        dropAttempt();
        long delayMs = Math.max(rotation.failed(), retryAfterMs);
        retryAfterMs = 0;
        dialTimer = loop.after(delayMs, () -> step(Event.DIAL_DUE));
    }

    private void begin() {
        window.addFirst(proofs.carryOver());
        watches.completeUpTo(status.lastZxidSeen());
        announceServed(SessionEvent.CONNECTED);
        SessionInfo info = status.info();
        deliveries.post(() -> opened.complete(info));
        pump();
    }

    private void suspend() {
        status.become(SessionState.SUSPENDED);
        LOG.info("client={} session suspended: {}", config.clientName(), lastProblem.getMessage());
        watches.broken();
        for (PendingRequest<?> dropped : window.broken()) {
            admission.leave(dropped);
        }
        deliveries.post(status.tell(SessionEvent.SUSPENDED), () -> {});
        backOff();
    }

    private void resume() {
        announceServed(SessionEvent.RECONNECTED);
        window.addFirst(watches.carryOver().stream()
                .<PendingRequest<?>>map(RequestMapping::carryOver)
                .toList());
        window.addFirst(proofs.carryOver());
        pump();
    }

    private void announceServed(SessionEvent event) {
        rotation.succeeded();
        status.become(SessionState.CONNECTED);
        LOG.debug("client={} session {} at {}", config.clientName(), event, rotation.current());
        deliveries.post(status.tell(event), () -> {});
    }

    private void expire() {
        status.become(SessionState.EXPIRED);
        lease.ended();
        LOG.info("client={} session expired: {}", config.clientName(), lastProblem.getMessage());
        end = new GroveException(Reason.SESSION_EXPIRED, "the session has expired: " + lastProblem.getMessage());
        endEverything(SessionEvent.EXPIRED);
    }

    private void finish() {
        status.become(SessionState.CLOSED);
        lease.ended();
        if (end.reason() == Reason.REQUEST_TIMEOUT) {
            end = new GroveException(Reason.CLOSED, "the client is closed");
        }
        endEverything(SessionEvent.CLOSED);
        release();
    }

    private void endEverything(SessionEvent event) {
        dropAttempt();
        List<Runnable> calls = new ArrayList<>();
        for (PendingRequest<?> request : window.clear()) {
            admission.leave(request);
            calls.add(() -> request.fail(end));
        }
        failArrivals();
        calls.addAll(watches.end(end));
        calls.addAll(status.tell(event));
        calls.add(() -> opened.completeExceptionally(end));
        deliveries.post(calls, () -> {});
    }

    private void release() {
        deliveries.post(() -> {
            closed.complete(null);
            around.release().run();
        });
    }

    private void dropAttempt() {
        dialTimer.cancel();
        if (attempt != null) {
            attempt.drop();
            attempt = null;
        }
    }

    private void takeArrivals() {
        takeScheduled.set(false);
        if (status.isOver()) {
            failArrivals();
            return;
        }
        for (PendingRequest<?> next = arrivals.poll(); next != null; next = arrivals.poll()) {
            if (life.state() == State.CLOSING) {
                giveUp(next, new GroveException(Reason.CLOSED, "the client is being closed"));
            } else {
                window.add(next);
            }
        }
        pump();
    }

    /** Fails what came too late; from any thread, once the session is over. */
    private void failArrivals() {
        Reason reason = status.state() == SessionState.EXPIRED ? Reason.SESSION_EXPIRED : Reason.CLOSED;
        for (PendingRequest<?> next = arrivals.poll(); next != null; next = arrivals.poll()) {
            admission.leave(next);
            next.fail(new GroveException(reason, "the session is over"));
        }
    }

    /** Sends as much as stream and window allow. */
    private void pump() {
        StreamAttempt present = attempt;
        if (present == null || (life.state() != State.CONNECTED && life.state() != State.CLOSING)) {
            return;
        }
        while (present.isReady()) {
            Requests frame = window.nextFrame(loop.nowNanos(), this::giveUp);
            if (frame == null) {
                break;
            }
            present.send(ConnectRequest.newBuilder().setRequests(frame).build());
        }
        if (life.state() == State.CLOSING && window.isAllSent() && !closeSent) {
            closeSent = true;
            present.send(papers.last());
        }
    }

    private void giveUp(PendingRequest<?> request, GroveException error) {
        forget(request);
        if (!window.holds(request)) {
            admission.leave(request);
        }
        deliveries.post(() -> request.fail(error));
    }

    /** The watch of a request that is refused at once. From any thread. */
    private void forget(PendingRequest<?> request) {
        if (request.watch() != null && !request.template().hasRemoveWatch()) {
            watches.drop(request.watch());
        }
    }

    private void tick() {
        if (status.isOver()) {
            return;
        }
        long now = loop.nowNanos();
        boolean wasStalled =
                now - lastTickNanos > lease.timeoutNanos() / 6 + TimeUnit.MILLISECONDS.toNanos(lease.tickMs());
        lastTickNanos = now;
        loop.after(lease.tickMs(), this::tick);
        String detail = life.state() == State.CONNECTED ? "" : "; " + lastProblem.getMessage();
        window.giveUpLate(now, detail, this::giveUp);
        if (wasStalled) {
            lease.forgive(now); // We slept, not the member: what it has sent meanwhile is read first.
        }
        if (now - lastProgressNanos >= lease.timeoutNanos() / 3) {
            lastProgressNanos = now;
            deliveries.post(watches.progress(), () -> {});
        }
        switch (life.state()) {
            case CONNECTED, CLOSING -> {
                if (attempt != null) {
                    attempt.tick(now, rotation.size() > 1);
                }
            }
            case SUSPENDED, ATTACHING -> {
                if (lease.isLapsed(now)) {
                    step(Event.LAPSED);
                }
            }
            default -> {}
        }
    }

    private long closeTimeoutMs() {
        return Math.min(config.requestTimeout().toMillis(), TimeUnit.NANOSECONDS.toMillis(lease.timeoutNanos()));
    }

    @Override
    public void opened(Opened answer, long askedNanos) {
        Duration timeout = ResponseMapping.duration(answer.getTimeout());
        lease.granted(timeout.toNanos(), askedNanos, loop.nowNanos());
        window.allow(answer.getWritesInFlightMax(), answer.getDataBytesMax(), answer.getRequestBytesMax());
        status.saw(answer.getHeader().getZxid());
        status.servedAs(new SessionInfo(papers.opened(answer), timeout, rotation.current()));
        step(Event.OPENED);
    }

    @Override
    public void items(Items items, Runnable delivered) {
        List<Runnable> calls = new ArrayList<>(items.getItemsCount());
        GroveException problem = intake.take(items, calls);
        deliveries.post(calls, delivered);
        if (problem == null) {
            pump();
        } else {
            ended(new StreamEnd(problem, true));
        }
    }

    @Override
    public void complete(long zxid) {
        status.saw(zxid);
        watches.completeUpTo(zxid);
    }

    @Override
    public void closed() {
        papers.closed(status.lastZxidSeen(), window.lastWriteNumber());
        step(life.state() == State.CLOSING ? Event.CLOSE_DONE : Event.GONE);
    }

    @Override
    public void ended(StreamEnd streamEnd) {
        lastProblem = streamEnd.error();
        retryAfterMs = streamEnd.retryAfterMs();
        if (streamEnd.error().reason() == Reason.OVERLOADED) {
            window.overloaded();
        }
        if (streamEnd.fromMember()) {
            lease.heard(loop.nowNanos());
        }
        boolean hasSession = papers.hasSession();
        tlsFailures = streamEnd.error().reason() == Reason.TLS_FAILED ? tlsFailures + 1 : 0;
        switch (streamEnd.error().reason()) {
            case SESSION_EXPIRED, WRONG_SECRET -> step(hasSession ? Event.GONE : Event.BROKEN);
            case BAD_ARGUMENTS -> refused(streamEnd);
            case TLS_FAILED -> {
                if (tlsFailures < rotation.size()) {
                    step(Event.BROKEN);
                } else {
                    refused(streamEnd);
                }
            }
            case AUTH_FAILED -> step(isFatal(streamEnd.error()) ? Event.REFUSED : Event.BROKEN);
            default -> step(Event.BROKEN);
        }
    }

    /** Without a session that is the end; with one there is hope until it has lapsed. */
    private void refused(StreamEnd streamEnd) {
        if (papers.hasSession()) {
            step(Event.BROKEN);
        } else {
            end = streamEnd.error();
            step(Event.REFUSED);
        }
    }

    /** A credential was refused: a new one is given back to who asked, one that we rely on ends the client. */
    private boolean isFatal(GroveException refusal) {
        PendingRequest<?> refused = window.takeAuthenticate();
        if (refused == null) {
            return false; // Its answer has come before the end of the stream.
        }
        admission.leave(refused);
        if (refused.isOfStream() && life.state() == State.CONNECTED) {
            end = refusal;
            return true;
        }
        deliveries.post(() -> refused.fail(refusal));
        return false;
    }

    @Override
    public void room() {
        pump();
    }

    @Override
    public long acknowledgedWriteNumber() {
        return window.acknowledged();
    }
}
