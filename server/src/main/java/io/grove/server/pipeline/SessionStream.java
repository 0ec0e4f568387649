package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.server.session.Credential;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.SecretHash;
import io.grove.server.session.SessionConnection;
import io.grove.server.session.SessionOutbox;
import io.grove.session.Session;
import io.grove.tree.Caller;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session stream of one client. All that it answers goes through its outbox, also its end. Its methods are called
 * by one thread at a time, in the order of the client's frames, and don't wait.
 */
public final class SessionStream {
    private final PipelineParts parts;
    private final Caller caller;
    private final SessionOutbox outbox;

    // All below: guarded by the state lock; volatile where read without it.
    private boolean isBegun;
    /** The opening or attaching, until it is applied. */
    private InternalSession.@Nullable Write greeting;

    private boolean isEnded;
    private @Nullable SessionConnection connection;
    private @Nullable StreamRequests attachedRequests;
    /** The same, once all early ones are in; before, a lock-free read could overtake them. */
    private volatile @Nullable StreamRequests requests;
    /** What the client sent before its session was attached. */
    private final ArrayDeque<Consumer<StreamRequests>> early = new ArrayDeque<>();

    private long earlyBytes;

    SessionStream(PipelineParts parts, Caller caller, SessionOutbox outbox) {
        this.parts = parts;
        this.caller = caller;
        this.outbox = outbox;
    }

    /** What is to be sent to the client. */
    public SessionOutbox outbox() {
        return outbox;
    }

    /**
     * First frame: opens a session.
     */
    public void open(SessionWish wish) {
        Reply.Refusal refusal = SessionOpening.check(parts, wish);
        if (refusal != null) {
            parts.state().locked(() -> end(refusal));
            return;
        }
        byte[] secret = parts.secrets().next();
        Command.OpenSession opening = SessionOpening.command(parts, wish, secret);
        begin(opening, applied -> attached(applied, secret, 0));
    }

    /**
     * First frame: attaches to a session.
     *
     * @param lastZxidSeen the client has seen this zxid, and is answered only when this member has applied it
     */
    public void attach(Credential credential, long lastZxidSeen) {
        Command.AttachSession attaching =
                new Command.AttachSession(credential.sessionId(), SecretHash.of(credential.secret()));
        begin(attaching, applied -> attached(applied, null, lastZxidSeen));
    }

    private void begin(Command command, WriteCompletion completion) {
        parts.state().locked(() -> {
            if (isEnded) {
                return;
            }
            if (isBegun) {
                end(Reply.Refusal.badArguments("open and attach are only allowed as the first frame"));
                return;
            }
            isBegun = true;
            InternalSession.Write write =
                    new InternalSession.Write(Caller.ENSEMBLE, command, completion, this::endUnknown);
            greeting = write;
            parts.internal().submit(write);
            if (requests == null && !isEnded) {
                parts.scheduler()
                        .schedule(
                                () -> parts.state().locked(() -> giveUp(write)),
                                parts.timing().requestTimeoutMs());
            }
        });
    }

    private void giveUp(InternalSession.Write write) {
        if (requests != null || isEnded) {
            return;
        }
        if (parts.internal().withdraw(write)) {
            end(Reply.Refusal.of(RefusalReason.NO_LEADER, "no leader is known"));
        } else {
            endUnknown();
        }
    }

    private void endUnknown() {
        end(Reply.Refusal.of(
                RefusalReason.OUTCOME_UNKNOWN, "the ensemble did not answer in time; nothing is lost by trying again"));
    }

    /** The session was opened or attached: this is the moment from which on its events come here. */
    private void attached(Applied applied, byte @Nullable [] secret, long lastZxidSeen) {
        greeting = null;
        if (isEnded) {
            return;
        }
        if (!(applied.result() instanceof Result.SessionAttached attached)) {
            end(
                    applied.result() instanceof Result.Failure failure
                            ? Reply.Refusal.of(failure)
                            : Reply.Refusal.of(RefusalReason.INTERNAL, "the session was answered otherwise"));
            return;
        }
        MachineState root = applied.next();
        Session session = root.sessions().find(attached.sessionId());
        if (session == null || session.attachEpoch() != attached.attachEpoch()) {
            // Only when this write had to be sent again, and was first applied long ago.
            end(Reply.Refusal.of(
                    session == null ? RefusalReason.SESSION_EXPIRED : RefusalReason.SESSION_MOVED,
                    "the session was closed, or attached elsewhere, meanwhile"));
            return;
        }
        if (lastZxidSeen > root.zxid()) {
            end(Reply.Refusal.of(
                    RefusalReason.STALE_READ_REFUSED,
                    "the client has seen zxid " + lastZxidSeen + ", the ensemble is at " + root.zxid()));
            return;
        }
        SessionConnection attachedConnection =
                new SessionConnection(attached.sessionId(), attached.attachEpoch(), caller, outbox, this::release);
        SessionLane lane = new SessionLane(attached.sessionId(), attached.attachEpoch(), parts.forwarder());
        parts.writes().add(lane);
        parts.registry().attach(attachedConnection);
        connection = attachedConnection;
        outbox.offer(new OutboundFrame.Opened(
                attached.sessionId(), secret, attached.timeoutMs(), session.ephemeralsMax(), root.zxid()));
        if (!parts.contact().isInContact()) {
            outbox.offer(new OutboundFrame.ContactChanged(false));
        }
        StreamRequests begun =
                new StreamRequests(parts, attachedConnection, lane, session.lastWriteNumber(), this::end);
        attachedRequests = begun;
        while (!early.isEmpty()) {
            early.removeFirst().accept(begun);
        }
        requests = begun;
    }

    /**
     * A request.
     *
     * @param xid repeated in its answer
     * @param writeNumber for a write its number in the session, 0 for all others
     */
    public void submit(long xid, long writeNumber, Request request) {
        StreamRequests attached = requests;
        if (attached != null) {
            attached.submit(xid, writeNumber, request);
        } else {
            whenAttached(to -> to.submit(xid, writeNumber, request), RequestWeight.of(request));
        }
    }

    /** Up to this write number the client has received every answer. */
    public void acknowledged(long writeNumber) {
        whenAttached(to -> to.acknowledged(writeNumber), 0);
    }

    /** A sign of life, to be answered with a progress frame. */
    public void heartbeat() {
        whenAttached(StreamRequests::heartbeat, 0);
    }

    /**
     * Closes the session, after all requests before, or leaves it behind.
     *
     * @param lingerMs for how long the session is to be kept for whoever attaches to it next, which the limits lower; 0
     *     closes it
     */
    public void close(long lingerMs) {
        whenAttached(to -> to.close(lingerMs), 0);
    }

    private void whenAttached(Consumer<StreamRequests> step, long bytes) {
        StreamRequests attached = requests;
        if (attached != null) {
            step.accept(attached);
            return;
        }
        parts.state().locked(() -> {
            StreamRequests now = requests;
            if (now != null) {
                step.accept(now);
            } else if (!isBegun) {
                end(Reply.Refusal.badArguments("the first frame has to open or attach a session"));
            } else if (early.size() >= parts.limits().writesInFlightMax()
                    || earlyBytes + bytes > parts.limits().requestBytesMax()) {
                end(Reply.Refusal.overloaded("too many requests before the session was attached", 0));
            } else if (!isEnded) {
                early.addLast(step);
                earlyBytes += bytes;
            }
        });
    }

    /** The transport is gone. The session lives on until its timeout. Harmless when repeated. */
    public void disconnected() {
        parts.state().locked(() -> {
            outbox.discard();
            release();
        });
    }

    /** Ends the stream. Guarded by the state lock. */
    private void end(Reply.Refusal refusal) {
        outbox.offer(new OutboundFrame.Ended(refusal));
        release();
    }

    /** Gives back everything that this stream holds. Guarded by the state lock. */
    private void release() {
        isEnded = true;
        early.clear();
        if (greeting != null) {
            // Applied later, for nobody, it would open a session or take one away from where it is attached by then.
            parts.internal().withdraw(greeting);
            greeting = null;
        }
        SessionConnection held = connection;
        if (held != null) {
            connection = null;
            parts.registry().detach(held);
            parts.state().watches().removeAll(held);
        }
        if (attachedRequests != null) {
            attachedRequests.release();
        }
    }
}
