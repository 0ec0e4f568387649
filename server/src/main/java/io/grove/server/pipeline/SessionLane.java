package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.session.RecordedWrite;
import io.grove.session.Session;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The order of one session's requests at this member (SESSION_FIFO). It has no thread: it goes on when a request comes,
 * when a write of it is applied, and when something that a read waits for has happened.
 *
 * <p>Writes are pipelined: each is sent as soon as no read before it waits for anything but writes, and stays here
 * until its apply is seen. A read that comes behind writes runs at the apply of the last of them, on the root as of
 * that command, so that it sees them and nothing that its session writes later. A read that itself has to wait (for a
 * barrier, for a zxid) holds back the writes behind it.
 *
 * <p>That a write was applied is read from the session in the root, which keeps the last write number and the results
 * that are not acknowledged yet, not from the single command: so a write that is sent again after attaching anew, and
 * was applied before, is answered at once. (Attaching has fenced the older connection, so all others are certainly not
 * applied.) The same holds when a snapshot was installed over the moment of the apply.
 *
 * <p>Guarded by the state lock, except {@link #isIdle}.
 */
final class SessionLane {
    /** Ticks without progress after which everything is sent again; then again after twice as many, and so on ... */
    private static final int STUCK_TICKS = 4;
    /** ... until it is every so many ticks. */
    private static final int STUCK_TICKS_MAX = 16;

    private final SessionId sessionId;
    private final long attachEpoch;
    private final Forwarder forwarder;

    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private volatile int size;
    private int writes;
    private int unsentWrites;
    private long acknowledged;
    private long refusedNumber;
    private int ticksStuck;

    /** Something that has its place in the order. */
    private interface Step {}

    /** A write that is to be applied. */
    private static final class WriteStep implements Step {
        final CommandEnvelope envelope;
        final WriteCompletion completion;
        boolean isSent;

        WriteStep(CommandEnvelope envelope, WriteCompletion completion) {
            this.envelope = envelope;
            this.completion = completion;
        }
    }

    /** A read, or whatever else runs on the state, that has its turn when all before it is done and it is ready. */
    static final class ReadStep implements Step {
        private @Nullable Runnable onOvertaken;
        private Consumer<MachineState> body;
        private boolean isReady;

        private ReadStep(Consumer<MachineState> body, @Nullable Runnable onOvertaken, boolean isReady) {
            this.body = body;
            this.onOvertaken = onOvertaken;
            this.isReady = isReady;
        }
    }

    /** An empty lane for a session as it was attached. */
    SessionLane(SessionId sessionId, long attachEpoch, Forwarder forwarder) {
        this.sessionId = sessionId;
        this.attachEpoch = attachEpoch;
        this.forwarder = forwarder;
    }

    SessionId sessionId() {
        return sessionId;
    }

    /** Whether nothing waits. Needs no lock; only he who adds may rely on true. */
    boolean isIdle() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int writes() {
        return writes;
    }

    /** Up to this number the results may be forgotten. */
    void acknowledged(long writeNumber) {
        acknowledged = Math.max(acknowledged, writeNumber);
    }

    /** Adds a write on behalf of a caller; it may complete within this call, if it was applied before. */
    void write(MachineState current, long writeNumber, Caller caller, Command command, WriteCompletion completion) {
        CommandEnvelope envelope =
                new CommandEnvelope(sessionId, attachEpoch, writeNumber, acknowledged, caller, command);
        add(new WriteStep(envelope, completion));
        writes++;
        unsentWrites++;
        pump(current);
    }

    /**
     * Adds a read that waits only for the steps before it; it may run within this call.
     *
     * @param onOvertaken is run in its turn instead when the root may show a later write of this session, null if that
     *     does not matter
     */
    void read(MachineState current, Consumer<MachineState> body, @Nullable Runnable onOvertaken) {
        add(new ReadStep(body, onOvertaken, true));
        pump(current);
    }

    /** Adds a read that waits for {@link #ready} as well. */
    ReadStep waitingRead(Consumer<MachineState> body, @Nullable Runnable onOvertaken) {
        ReadStep step = new ReadStep(body, onOvertaken, false);
        add(step);
        return step;
    }

    /** What a read has waited for has happened. */
    void ready(ReadStep step, MachineState current) {
        step.isReady = true;
        pump(current);
    }

    /** A read has been answered otherwise: it only gives way. */
    void skip(ReadStep step, MachineState current) {
        step.body = state -> {};
        step.onOvertaken = null;
        ready(step, current);
    }

    private void add(Step step) {
        steps.addLast(step);
        size = steps.size();
    }

    private void removeFirst() {
        steps.removeFirst();
        size = steps.size();
    }

    private void pump(MachineState current) {
        while (ranFirst(current)) {
            // The next one.
        }
        sendUnsent();
    }

    private boolean ranFirst(MachineState current) {
        Step first = steps.peekFirst();
        if (first instanceof ReadStep read && read.isReady) {
            removeFirst();
            read.body.accept(current);
            return true;
        }
        if (first instanceof WriteStep write) {
            Session session = current.sessions().find(sessionId);
            if (session != null && write.envelope.writeNumber() <= session.lastWriteNumber()) {
                complete(write, current, session);
                return true;
            }
        }
        return false;
    }

    private void complete(WriteStep write, MachineState current, Session session) {
        removeFirst();
        writes--;
        if (!write.isSent) {
            unsentWrites--;
        }
        ticksStuck = 0;
        refusedNumber = 0;
        RecordedWrite recorded = session.window().find(write.envelope.writeNumber());
        Result result = recorded == null ? Result.Failure.of(ErrorCode.DUPLICATE_WRITE, "") : recorded.result();
        long writeZxid = recorded == null ? current.zxid() : recorded.zxid();
        write.completion.applied(new Applied(current, write.envelope, writeZxid, result, List.of()));
    }

    /** A command of this session was applied, by whoever sent it. */
    void applied(Applied applied) {
        if (applied.envelope().attachEpoch() != attachEpoch || !isOurs(applied.next())) {
            // Of another connection, or the session is gone or was attached elsewhere: not ours to answer.
            return;
        }
        if (applied.result() instanceof Result.Failure failure && failure.code() == ErrorCode.WRITE_OUT_OF_ORDER) {
            refusedOutOfOrder(applied.envelope().writeNumber());
        } else {
            pump(applied.next());
        }
    }

    private boolean isOurs(MachineState root) {
        Session session = root.sessions().find(sessionId);
        return session != null && session.attachEpoch() == attachEpoch;
    }

    /**
     * An earlier write was lost. One loss refuses all writes that were sent behind it, in increasing order; only the
     * first of such a series sends again, or the log would drown.
     */
    private void refusedOutOfOrder(long writeNumber) {
        boolean isFirstOfSeries = refusedNumber == 0 || writeNumber <= refusedNumber;
        refusedNumber = writeNumber;
        if (isFirstOfSeries) {
            resend();
        }
    }

    /**
     * The state was replaced. A read before a write that it shows already can't be answered as of its place any more,
     * so it will not be. To be called for all lanes before any of them goes on.
     */
    void refuseOvertaken(MachineState state) {
        Session session = state.sessions().find(sessionId);
        if (session == null || !isOurs(state)) {
            return;
        }
        boolean isBeforeApplied = false;
        for (Iterator<Step> backwards = steps.descendingIterator(); backwards.hasNext(); ) {
            Step step = backwards.next();
            if (step instanceof WriteStep write) {
                isBeforeApplied |= write.envelope.writeNumber() <= session.lastWriteNumber();
            } else if (step instanceof ReadStep read && isBeforeApplied && read.onOvertaken != null) {
                Runnable onOvertaken = read.onOvertaken;
                read.body = root -> onOvertaken.run();
            }
        }
    }

    /** The state was replaced: goes on from there. */
    void restored(MachineState state) {
        if (isOurs(state)) {
            pump(state);
            resend();
        }
    }

    /** Sends everything unanswered again, in order. */
    void resend() {
        for (Step step : steps) {
            if (step instanceof WriteStep write && write.isSent) {
                write.isSent = false;
                unsentWrites++;
            }
        }
        sendUnsent();
    }

    private void sendUnsent() {
        if (unsentWrites == 0 || !forwarder.hasTarget()) {
            return;
        }
        List<WriteStep> sending = new ArrayList<>(unsentWrites);
        for (Step step : steps) {
            if (step instanceof ReadStep read && !read.isReady) {
                break;
            }
            if (step instanceof WriteStep write && !write.isSent) {
                sending.add(write);
            }
        }
        if (!sending.isEmpty()
                && forwarder.send(sending.stream().map(step -> step.envelope).toList())) {
            sending.forEach(step -> step.isSent = true);
            unsentWrites -= sending.size();
        }
    }

    /** Sends again what has had no answer for long: the last resort, when a loss was noticed by nobody. */
    void tick() {
        if (writes == 0) {
            ticksStuck = 0;
            return;
        }
        ticksStuck++;
        boolean isDue = Integer.bitCount(ticksStuck) == 1 || ticksStuck % STUCK_TICKS_MAX == 0;
        if (ticksStuck >= STUCK_TICKS && isDue) {
            resend();
        } else {
            sendUnsent();
        }
    }

    /** Forgets everything: the connection is gone. */
    void clear() {
        steps.clear();
        size = 0;
        writes = 0;
        unsentWrites = 0;
    }
}
