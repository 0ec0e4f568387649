package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.server.read.Viewer;
import io.grove.server.session.Answer;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.SessionConnection;
import io.grove.server.state.LocalState;
import io.grove.session.Session;
import io.grove.tree.Caller;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one attached stream: each to its place in the lane, and its answer to the outbox. Called by the
 * stream's thread, without the lock; what the lane runs later runs under it.
 *
 * <p><b>Write numbers of refused writes.</b> A write that is refused here - too large, malformed - has a number
 * already, and those behind it go on from that. So it keeps its place: a barrier is sent under its number, and it is
 * answered with its refusal when that is applied. Only a number that does not follow the one before is refused without
 * a trace, for it has no place. And when there is no room for a write, the whole stream ends with OVERLOADED: the
 * client attaches again and sends everything unanswered again, so that nothing is skipped.
 */
final class StreamRequests {
    private static final ReadOptions SYNC = new ReadOptions(Consistency.LINEARIZABLE, 0);
    private static final long RETRY_AFTER_MS = 100;
    /** Most identities of a stream: they travel with each of its writes. */
    static final int IDENTITIES_MAX = 32;

    /**
     * Every member keeps the results that a client has not acknowledged. One that acknowledges with each frame has no
     * more of them than twice the writes that it may have in flight.
     */
    private static final int UNACKNOWLEDGED_FACTOR = 4;

    private static final String OVERTAKEN =
            "this member was brought up to date by a snapshot, which may show writes that came after the read";

    private final PipelineParts parts;
    private final LocalState state;
    private final SessionConnection connection;
    private final SessionLane lane;
    private final StreamWatches watches;
    private final long lastWriteNumber;
    private final Consumer<Reply.Refusal> end;

    // Guarded by the state lock.
    /** 0 before the first write of this stream, which may be one that is sent again. */
    private long nextWriteNumber;

    private int admittedRequests;
    private long admittedBytes;
    private boolean isCloseAsked;
    private boolean isReleased;

    /**
     * The requests of a stream that is attached right now.
     *
     * @param lastWriteNumber number of the last applied write of the session
     * @param end ends the stream, under the state lock
     */
    StreamRequests(
            PipelineParts parts,
            SessionConnection connection,
            SessionLane lane,
            long lastWriteNumber,
            Consumer<Reply.Refusal> end) {
        this.parts = parts;
        this.state = parts.state();
        this.connection = connection;
        this.lane = lane;
        this.watches = new StreamWatches(state, connection, parts.limits(), parts.reads());
        this.lastWriteNumber = lastWriteNumber;
        this.end = end;
    }

    void submit(long xid, long writeNumber, Request request) {
        connection.touch();
        if (connection.outbox().isEnded()) {
            // Nobody would hear the answer; what the client still wants it sends again when it has attached anew.
            return;
        }
        Reply.Refusal refusal = parts.rules().check(request);
        if (writeNumber != 0 || request instanceof Request.Write) {
            Command command = request instanceof Request.Write write
                    ? RequestRules.owned(write.command(), connection.sessionId())
                    : new Command.Barrier();
            Reply.Refusal actual = refusal == null && !(request instanceof Request.Write)
                    ? Reply.Refusal.badArguments("only writes have a write_number")
                    : refusal;
            state.locked(() -> write(xid, writeNumber, command, actual));
        } else if (refusal != null) {
            state.locked(() -> answer(xid, refusal));
        } else if (request instanceof Request.Authenticate proof) {
            authenticate(xid, proof);
        } else if (!(request instanceof Request.Read read && answeredLockFree(xid, read))) {
            state.locked(() -> readInOrder(xid, request));
        }
    }

    private void write(long xid, long writeNumber, Command command, Reply.@Nullable Refusal refusal) {
        if (isReleased) {
            return;
        }
        boolean hasPlace = nextWriteNumber == 0
                ? writeNumber > 0 && writeNumber <= lastWriteNumber + 1
                : writeNumber == nextWriteNumber;
        if (!hasPlace) {
            answer(xid, outOfOrder(writeNumber));
            return;
        }
        long bytes = EnvelopeSize.of(command);
        Reply.Refusal overload = overload(bytes);
        if (overload != null) {
            end.accept(overload);
            return;
        }
        Runnable release = admitted(bytes);
        nextWriteNumber = writeNumber + 1;
        Command sent = refusal == null ? command : new Command.Barrier();
        lane.write(state.current(), writeNumber, connection.caller(), sent, applied -> {
            release.run();
            offer(
                    xid,
                    refusal == null
                            ? answerTo(applied)
                            : Answer.at(applied.next().zxid(), refusal));
        });
    }

    /** Notes what the admission has taken in; to be released once, here or with the whole stream. */
    private Runnable admitted(long bytes) {
        admittedRequests++;
        admittedBytes += bytes;
        return () -> {
            admittedRequests--;
            admittedBytes -= bytes;
            parts.admission().release(bytes);
        };
    }

    private Reply.@Nullable Refusal overload(long bytes) {
        int writesMax = parts.limits().writesInFlightMax();
        if (lane.writes() >= writesMax) {
            return Reply.Refusal.overloaded(
                    "the stream has " + lane.writes() + " writes in flight, as many as it may", RETRY_AFTER_MS);
        }
        Session session = state.current().sessions().find(connection.sessionId());
        int kept = session == null ? 0 : session.window().recorded().size();
        return kept >= UNACKNOWLEDGED_FACTOR * writesMax
                ? Reply.Refusal.overloaded(
                        "the client has not acknowledged the answers of " + kept
                                + " writes, which the ensemble has to keep for it",
                        RETRY_AFTER_MS)
                : parts.admission().admit(bytes);
    }

    private Reply.Refusal outOfOrder(long writeNumber) {
        if (writeNumber <= 0) {
            return Reply.Refusal.badArguments("a write on a stream needs a write_number from 1 on, not " + writeNumber);
        }
        String expected = nextWriteNumber == 0 ? "at most " + (lastWriteNumber + 1) : Long.toString(nextWriteNumber);
        return Reply.Refusal.of(
                RefusalReason.WRITE_OUT_OF_ORDER, "write_number " + writeNumber + " came, expected was " + expected);
    }

    private static Answer answerTo(Applied applied) {
        // A barrier in its place: another member has refused this write, by stricter limits, when it came first.
        Reply reply = applied.result() instanceof Result.Done
                ? Reply.Refusal.badArguments("the write was refused when it was sent the first time")
                : Reply.of(applied.envelope().command(), applied.result());
        return new Answer(applied.next().zxid(), applied.writeZxid(), reply);
    }

    /** The common case: nothing of this session waits, and the newest root will do. */
    private boolean answeredLockFree(long xid, Request.Read read) {
        MachineState root = state.current();
        if (read.watchId() != 0 || !parts.gate().isOpen(read.options(), root)) {
            return false;
        }
        if (!lane.isIdle() && read.options().consistency() != Consistency.STALE) {
            return false;
        }
        Answer answer = parts.reads().read(root, read, viewer());
        return connection.outbox().offer(new OutboundFrame.Answered(xid, answer));
    }

    private void readInOrder(long xid, Request request) {
        if (isReleased) {
            return;
        }
        if (lane.size() >= 2 * parts.limits().writesInFlightMax()) {
            answer(xid, Reply.Refusal.overloaded("the stream has too many requests in flight", RETRY_AFTER_MS));
            return;
        }
        long bytes = RequestWeight.of(request);
        Reply.Refusal overload = parts.admission().admit(bytes);
        if (overload != null) {
            answer(xid, overload);
            return;
        }
        Runnable release = admitted(bytes);
        if (request instanceof Request.Read read) {
            read(xid, read, release);
        } else if (request instanceof Request.Sync) {
            inOrder(xid, SYNC, release, root -> offer(xid, Answer.at(root.zxid(), new Reply.Synced())), null);
        } else if (request instanceof Request.AddWatch add) {
            ReadOptions options =
                    new ReadOptions(Consistency.STALE, add.fromZxid().orElse(0));
            inOrder(xid, options, release, root -> offer(xid, watches.add(root, add)), null);
        } else if (request instanceof Request.RemoveWatch remove) {
            ReadOptions options = new ReadOptions(Consistency.STALE, 0);
            inOrder(xid, options, release, root -> offer(xid, watches.remove(root, remove)), null);
        } else {
            release.run();
            answerAtOnce(xid, request);
        }
    }

    private void answerAtOnce(long xid, Request request) {
        if (request instanceof Request.WhoAmI) {
            reply(xid, new Reply.CallerKnown(connection.caller().identities()));
        } else {
            answer(xid, Reply.Refusal.of(RefusalReason.UNIMPLEMENTED, "the operation is not known"));
        }
    }

    /**
     * Proves an identity, in order with the requests around it. When it is refused the stream ends at once, so that
     * nothing after it is done in another's name than its client believes.
     */
    private void authenticate(long xid, Request.Authenticate proof) {
        Optional<Caller> found = parts.authenticator().authenticate(proof.scheme(), proof.credential());
        Caller caller = found.map(connection.caller()::with).orElse(connection.caller());
        if (found.isEmpty() || caller.identities().size() > IDENTITIES_MAX) {
            String why = found.isEmpty() ? "the credential is not accepted" : "the stream has too many identities";
            state.locked(() -> end.accept(Reply.Refusal.of(RefusalReason.AUTH_FAILED, why)));
            return;
        }
        connection.authenticated(caller);
        state.locked(() -> reply(xid, new Reply.Authenticated(caller.identities())));
    }

    private Viewer viewer() {
        return new Viewer(connection.sessionId(), connection.caller());
    }

    private void read(long xid, Request.Read read, Runnable release) {
        MachineState current = state.current();
        // He who asks now: what he proves later does not count for it.
        Viewer viewer = viewer();
        boolean isStale = read.options().consistency() == Consistency.STALE;
        if (isStale && parts.gate().isOpen(read.options(), current)) {
            release.run();
            offer(xid, watches.read(current, read, viewer));
            return;
        }
        inOrder(
                xid,
                read.options(),
                release,
                root -> offer(xid, watches.read(root, read, viewer)),
                () -> answer(xid, Reply.Refusal.of(RefusalReason.STALE_READ_REFUSED, OVERTAKEN)));
    }

    /** Runs a step when all requests before it are done and this member is fresh enough for it. */
    private void inOrder(
            long xid,
            ReadOptions options,
            Runnable release,
            Consumer<MachineState> body,
            @Nullable Runnable onOvertaken) {
        Consumer<MachineState> step = root -> {
            release.run();
            body.accept(root);
        };
        Runnable overtaken = onOvertaken == null
                ? null
                : () -> {
                    release.run();
                    onOvertaken.run();
                };
        MachineState current = state.current();
        if (parts.gate().isOpen(options, current)) {
            lane.read(current, step, overtaken);
            return;
        }
        SessionLane.ReadStep waiting = lane.waitingRead(step, overtaken);
        parts.gate().pass(options, parts.timing().requestTimeoutMs(), root -> lane.ready(waiting, root), refusal -> {
            if (!isReleased) {
                release.run();
            }
            answer(xid, refusal);
            lane.skip(waiting, state.current());
        });
    }

    void acknowledged(long writeNumber) {
        state.locked(() -> lane.acknowledged(writeNumber));
    }

    void heartbeat() {
        connection.touch();
        if (!connection
                .outbox()
                .offer(new OutboundFrame.Progress(state.current().zxid()))) {
            state.locked(() -> connection
                    .outbox()
                    .offer(new OutboundFrame.Progress(state.current().zxid())));
        }
    }

    void close(long lingerMs) {
        connection.touch();
        long allowedMs = Math.min(lingerMs, parts.timing().lingerMaxMs());
        state.locked(() -> {
            // A stream that has ended has no say any more: its session may be attached elsewhere.
            if (!isReleased && !isCloseAsked) {
                isCloseAsked = true;
                lane.read(state.current(), root -> closeNow(allowedMs), null);
            }
        });
    }

    private void closeNow(long lingerMs) {
        connection.closing();
        Command close = lingerMs == 0
                ? new Command.CloseSession(connection.sessionId(), Command.CloseReason.CLIENT, 0)
                : new Command.Linger(connection.sessionId(), lingerMs, connection.attachEpoch());
        // The registry ends the stream when it sees the session closed, whoever closed it, or left behind. Asking twice
        // is harmless: a session is closed once, and left behind only at this epoch.
        parts.internal().submit(new InternalSession.Write(Caller.ENSEMBLE, close, applied -> {}, () -> {
            if (!isReleased) {
                closeNow(lingerMs);
            }
        }));
    }

    private void answer(long xid, Reply.Refusal refusal) {
        reply(xid, refusal);
    }

    private void reply(long xid, Reply reply) {
        offer(xid, Answer.at(state.current().zxid(), reply));
    }

    /** Under the state lock no answer can be overtaken. */
    private void offer(long xid, Answer answer) {
        if (!connection.outbox().offer(new OutboundFrame.Answered(xid, answer))) {
            throw new IllegalStateException("OUTBOX_ZXID_ORDER: an answer of zxid " + answer.zxid()
                    + " came after something newer, session " + connection.sessionId());
        }
    }

    /** The stream is gone: what waits is forgotten. Guarded by the state lock. */
    void release() {
        if (isReleased) {
            return;
        }
        isReleased = true;
        parts.writes().remove(lane);
        parts.admission().release(admittedRequests, admittedBytes);
    }
}
