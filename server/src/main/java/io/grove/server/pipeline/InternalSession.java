package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.replication.MemberId;
import io.grove.server.session.SecretHash;
import io.grove.server.session.SecretSource;
import io.grove.server.state.LocalState;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The session of the member itself. Writes of clients without a session, the opening, attaching and closing of
 * sessions, and barriers are numbered writes of it, so that they too are applied exactly once however often they are
 * sent.
 *
 * <p>A write gets its number only when it can be sent, so until then it can be withdrawn and nothing was proposed.
 * After that it is sent until its apply is seen. Should the ensemble close this session (this member was cut off for
 * long), what was not seen applied until then never will be, as its session is gone: it is sent anew in the next
 * session. Only when a snapshot was installed over that moment can this not be told.
 *
 * <p>Guarded by the state lock.
 */
final class InternalSession {
    private final LocalState state;
    private final MemberId self;
    private final long timeoutMs;
    private final int inFlightMax;
    private final SecretSource secrets;
    private final Forwarder forwarder;
    private final WritePath writePath;

    private final ArrayDeque<Write> waiting = new ArrayDeque<>();
    private final ArrayDeque<Write> numbered = new ArrayDeque<>();
    private @Nullable SessionLane lane;
    private byte @Nullable [] openingHash;
    /** Not with each write that comes meanwhile: every opening that is applied is a session. */
    private boolean isOpeningSent;

    private volatile SessionId sessionId = SessionId.NONE;
    private long lastNumber;

    /** One write and what becomes of it. */
    static final class Write {
        private final Caller caller;
        private final Command command;
        private final WriteCompletion completion;
        private final Runnable onOutcomeUnknown;

        /**
         * A write.
         *
         * @param caller on whose behalf
         * @param completion is called at its apply
         * @param onOutcomeUnknown is run instead when it may have been applied, which will never be known
         */
        Write(Caller caller, Command command, WriteCompletion completion, Runnable onOutcomeUnknown) {
            this.caller = caller;
            this.command = command;
            this.completion = completion;
            this.onOutcomeUnknown = onOutcomeUnknown;
        }
    }

    InternalSession(
            LocalState state,
            MemberId self,
            long timeoutMs,
            int inFlightMax,
            SecretSource secrets,
            Forwarder forwarder,
            WritePath writePath) {
        this.state = state;
        this.self = self;
        this.timeoutMs = timeoutMs;
        this.inFlightMax = inFlightMax;
        this.secrets = secrets;
        this.forwarder = forwarder;
        this.writePath = writePath;
    }

    /** The session, {@link SessionId#NONE} when there is none at the moment. Needs no lock. */
    SessionId sessionId() {
        return sessionId;
    }

    /** Adds a write. */
    void submit(Write write) {
        waiting.addLast(write);
        flush();
    }

    /** Takes a write back if nothing of it was sent. */
    boolean withdraw(Write write) {
        return waiting.remove(write);
    }

    /** The same as {@link #flush}, when an opening that was sent may be lost: with a new leader, and every tick. */
    void retry() {
        isOpeningSent = false;
        flush();
    }

    /** Opens the session if there is none, and sends what waits. */
    void flush() {
        if (!forwarder.hasTarget()) {
            return;
        }
        SessionLane open = lane;
        if (open == null) {
            if (!isOpeningSent) {
                proposeOpening();
            }
            return;
        }
        while (!waiting.isEmpty() && numbered.size() < inFlightMax) {
            Write write = waiting.removeFirst();
            lastNumber++;
            numbered.addLast(write);
            open.write(state.current(), lastNumber, write.caller, write.command, this::completed);
        }
    }

    private void proposeOpening() {
        byte[] hash = openingHash;
        if (hash == null) {
            hash = SecretHash.of(secrets.next());
            openingHash = hash;
        }
        Command.OpenSession opening = new Command.OpenSession(timeoutMs, hash, "member " + self, true);
        // When this is lost, the next tick repeats it; when it is only late, a second session is opened and expires.
        isOpeningSent = forwarder.send(List.of(CommandEnvelope.ofEnsemble(opening)));
    }

    private void completed(Applied applied) {
        Write write = numbered.removeFirst();
        SessionLane open = lane;
        if (open != null) {
            open.acknowledged(applied.envelope().writeNumber());
        }
        write.completion.applied(applied);
        flush();
    }

    void applied(Applied applied) {
        Command command = applied.envelope().command();
        if (command instanceof Command.OpenSession opening
                && opening.internal()
                && openingHash != null
                && Arrays.equals(openingHash, opening.secretHash())
                && applied.result() instanceof Result.SessionAttached attached) {
            opened(attached.sessionId(), attached.attachEpoch());
        } else if (command instanceof Command.CloseSession close
                && close.sessionId().equals(sessionId)
                && !sessionId.isNone()
                && applied.result() instanceof Result.Done) {
            List<Write> unapplied = lost();
            for (int i = unapplied.size() - 1; i >= 0; i--) {
                waiting.addFirst(unapplied.get(i));
            }
            flush();
        }
    }

    void restored(MachineState root) {
        if (!sessionId.isNone() && root.sessions().find(sessionId) == null) {
            for (Write write : lost()) {
                write.onOutcomeUnknown.run();
            }
            flush();
        }
    }

    private void opened(SessionId id, long attachEpoch) {
        openingHash = null;
        sessionId = id;
        lastNumber = 0;
        SessionLane opened = new SessionLane(id, attachEpoch, forwarder);
        lane = opened;
        writePath.add(opened);
        flush();
    }

    private List<Write> lost() {
        SessionLane old = lane;
        if (old != null) {
            writePath.remove(old);
        }
        lane = null;
        isOpeningSent = false;
        sessionId = SessionId.NONE;
        List<Write> unapplied = new ArrayList<>(numbered);
        numbered.clear();
        return unapplied;
    }
}
