package io.grove.server.pipeline;

import io.grove.server.session.Answer;
import io.grove.server.session.Credential;
import io.grove.server.session.OutboxLimits;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.SessionOutbox;
import io.grove.server.watch.Watch;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The single entry of all requests, whichever door they come through.
 *
 * <p><b>A write</b> is checked ({@link RequestRules}), let in ({@link AdmissionController}), and takes its place in its
 * session's order ({@link SessionLane}). From there it is sent to whoever leads ({@link Forwarder}): into the
 * {@link ProposalBatcher} of this member, or over the peer stream into that of another. The batcher puts it into a log
 * entry with others. Every member applies the entry; <em>this</em> member, seeing the apply, answers the client. No
 * reply of the log, of the leader or of a peer ever becomes an answer: they only say that something may be lost, and
 * then everything unanswered is sent again. A write may thus be proposed many times. It is applied once, because its
 * session numbers its writes and the machine takes each number once and in order (APPLIED_ONCE).
 *
 * <p><b>Who has no session</b> borrows one: unary writes, the opening, attaching and closing of sessions, and barriers
 * are numbered writes of the member's {@link InternalSession}. So there is one mechanism, not two.
 *
 * <p><b>A read</b> is answered from the newest root without any lock, if its session has nothing in flight and this
 * member is fresh enough ({@link ReadGate}). Behind writes of its own session it waits in the lane and runs at the
 * apply of the last of them, on the root as of that command (READ_YOUR_WRITES, and nothing newer: SESSION_FIFO). A
 * linearizable read waits for a barrier that was proposed after it came ({@link BarrierGate}), and holds back later
 * writes of its session, which it must not see. STALE reads wait for nothing.
 *
 * <p><b>Without a leader</b> writes of streams stay in their lanes, which are bounded, and go out when there is one;
 * the streams stay open through elections. Unary writes are told NO_LEADER after a while, if nothing of them was
 * proposed. Reads that need a leader or a zxid are refused after a while. STALE reads go on.
 *
 * <p><b>Overload.</b> All that waits is bounded: per stream, in all, and in every outbox. What does not fit is refused
 * with OVERLOADED before anything was done for it.
 *
 * <p>Thread-safe; nothing here waits. What has to be one step with an apply runs under the state lock, see
 * {@link io.grove.server.state.LocalState}.
 */
public final class RequestPipeline {
    /** Most operations of a commit. */
    public static final int COMMIT_OPERATIONS_MAX = 10_000;

    /** Most znodes that one command deletes. */
    public static final int DELETE_TREE_MAX = 10_000;

    /** What a log entry takes besides its request: above all who asks, with as many identities as anybody can have. */
    public static final int ENVELOPE_BYTES_MAX = 128 << 10;

    private static final long RETRY_AFTER_MS = 1_000;
    private static final int SPARE_FRAMES = 64;

    private final PipelineParts parts;
    private final UnaryCalls unaryCalls;
    /** Guarded by the state lock. */
    private final Set<WatchStream> watchStreams = new LinkedHashSet<>();

    RequestPipeline(PipelineParts parts) {
        this.parts = parts;
        this.unaryCalls = new UnaryCalls(parts);
    }

    /**
     * A new session stream, not yet opened or attached.
     *
     * @param caller what is known of the client
     * @param executor runs {@code drain}; must not run it within {@code execute}
     * @param drain sends what is in the stream's outbox, see {@link SessionOutbox}
     */
    public SessionStream connect(Caller caller, Executor executor, Runnable drain) {
        return new SessionStream(parts, caller, new SessionOutbox(outboxLimits(), executor, drain));
    }

    /**
     * A request outside of session streams. Futures are completed, with refusals too, never exceptionally, and possibly
     * under the state lock: hand over and return.
     *
     * @param caller what is known of the client
     * @param timeoutMs how long the client waits
     */
    public CompletableFuture<Answer> submitUnary(Request request, Caller caller, long timeoutMs) {
        return unaryCalls.submit(request, caller, timeoutMs);
    }

    /** Opens a session outside of session streams: answers {@link Reply.SessionOpened}. Completes as above. */
    public CompletableFuture<Answer> openSession(SessionWish wish, long timeoutMs) {
        return unaryCalls.openSession(wish, timeoutMs);
    }

    /**
     * Closes any session of a client, for an administrator: answers {@link Reply.SessionClosed}. Completes as above.
     */
    public CompletableFuture<Answer> killSession(SessionId sessionId, Caller caller, long timeoutMs) {
        return unaryCalls.killSession(sessionId, caller, timeoutMs);
    }

    /** Raises the feature level, for an administrator: answers {@link Reply.Synced}. Completes as above. */
    public CompletableFuture<Answer> raiseFeatureLevel(int level, Caller caller, long timeoutMs) {
        return unaryCalls.raiseFeatureLevel(level, caller, timeoutMs);
    }

    /** Takes a sign of life: answers {@link Reply.KeptAlive}. Completes as above. */
    public CompletableFuture<Answer> keepAlive(Credential credential, long timeoutMs) {
        return unaryCalls.keepAlive(credential, timeoutMs);
    }

    /** Closes a session outside of session streams: answers {@link Reply.SessionClosed}. Completes as above. */
    public CompletableFuture<Answer> closeSession(Credential credential, long timeoutMs) {
        return unaryCalls.closeSession(credential, timeoutMs);
    }

    /**
     * A stream of the events of one watch.
     *
     * @param fromZxid when present, what has happened after this zxid is delivered first
     * @param caller what is known of the client
     * @param executor runs {@code drain}; must not run it within {@code execute}
     * @param drain sends what is in the stream's outbox, see {@link SessionOutbox}
     */
    public WatchStream watch(Watch watch, OptionalLong fromZxid, Caller caller, Executor executor, Runnable drain) {
        SessionOutbox outbox = new SessionOutbox(parts.limits().outbox(), executor, drain);
        WatchStream stream = new WatchStream(parts.state(), outbox, watch, caller, watchStreams::remove);
        parts.state().locked(() -> begin(stream, fromZxid));
        return stream;
    }

    private void begin(WatchStream stream, OptionalLong fromZxid) {
        Reply.Refusal refusal = RequestRules.checkPath(stream.path().value());
        if (refusal != null) {
            stream.end(refusal);
            return;
        }
        if (watchStreams.size() >= parts.limits().sessionsMax()) {
            stream.end(Reply.Refusal.overloaded("this member has too many watch streams", RETRY_AFTER_MS));
            return;
        }
        watchStreams.add(stream);
        ReadOptions options = new ReadOptions(Consistency.STALE, fromZxid.orElse(0));
        parts.gate()
                .pass(options, parts.timing().requestTimeoutMs(), root -> stream.begin(root, fromZxid), stream::end);
    }

    /**
     * A client that attaches anew sends all its watches and requests at once. What that is answered with has to fit, or
     * it would end with OVERLOADED, attach anew, and so on for ever.
     */
    private OutboxLimits outboxLimits() {
        CoreLimits limits = parts.limits();
        return limits.outbox().withRoomFor(2 * limits.watchesMax() + 4 * limits.writesInFlightMax() + SPARE_FRAMES);
    }

    /** Ends all streams: the member stops, and its clients go elsewhere. Guarded by the state lock. */
    void endAll() {
        Reply.Refusal stopping =
                Reply.Refusal.of(RefusalReason.NO_LEADER, "this member is stopping: attach at another one");
        parts.registry().endAll(stopping);
        List.copyOf(watchStreams).forEach(stream -> stream.end(stopping));
    }
}
