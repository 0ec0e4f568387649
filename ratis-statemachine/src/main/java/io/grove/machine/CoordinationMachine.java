package io.grove.machine;

import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.session.RecordedWrite;
import io.grove.session.Session;
import java.util.List;

/**
 * The state machine of Grove: one pure function from a state and a command to the next state, a result and changes.
 *
 * <p><b>Contract.</b> Every member calls {@link #apply} for every envelope of the log, in the order of the log, each
 * time with the state that the call before returned. Every envelope takes the next zxid (ZXID_MONOTONIC): also one
 * that is refused, one that repeats an earlier write, and a barrier. So zxids count commands, and neither Raft's
 * index nor the place where a batch ends shows in them. A command is applied whole or not at all. One that is refused
 * gives a {@link Result.Failure} and changes nothing but zxid and time. A business error is a result, never an
 * exception; an exception means a defect, and its message names the invariant that is broken: the member must stop.
 *
 * <p><b>Determinism.</b> The outcome depends on the state, the envelope and the batch's time alone
 * (APPLY_IS_DETERMINISTIC). Nothing here reads a clock, starts a thread, draws a random number, looks at a
 * configuration, or iterates in an order that hashing decides. The leader's clock comes in with the batch, and the
 * machine never lets it run backwards (TIME_MONOTONIC), whatever a new leader believes. The limits that members may
 * be configured to see differently (sizes, timeouts) are kept at the door, before the log. {@link StateDigest} proves
 * it while running.
 *
 * <p><b>Exactly once.</b> A session numbers its writes 1, 2, 3, and sends each until it has the result: after a lost
 * reply, after a change of leader, through another member. The log may hold a write several times; the machine
 * applies it the first time (APPLIED_ONCE). An envelope with a session passes these gates, in this order:
 *
 * <ol>
 *   <li>the session is not open: {@link ErrorCode#SESSION_EXPIRED};
 *   <li>its epoch is not the session's, because the client has attached elsewhere since:
 *       {@link ErrorCode#SESSION_MOVED};
 *   <li>its number was applied before: the recorded result, and the zxid of that time; or
 *       {@link ErrorCode#DUPLICATE_WRITE} if the result was acknowledged and forgotten;
 *   <li>its number leaves a gap, because an earlier write was lost on the way: {@link ErrorCode#WRITE_OUT_OF_ORDER};
 *       the member sends both again, in order (SESSION_FIFO);
 *   <li>otherwise it is the next one: it is applied, and its result is recorded, a refusal by the command itself as
 *       well.
 * </ol>
 *
 * <p>What does not pass is not recorded, and acknowledges nothing. What does, forgets the results up to the number that
 * it acknowledges: a member that bounds the writes in flight bounds the window. A command that closes its own session
 * leaves nothing to record in; a repetition of it finds the session gone. Commands of the ensemble itself stand in no
 * session. They re-check what the leader believed when it proposed them (is the epoch still that one? is the container
 * still empty?), and so are harmless when repeated or late.
 *
 * <p><b>Shape.</b> The state is immutable. A {@link Draft} collects what one command does; a handler for each command
 * checks first, in the order of the specification's section A.2, and then acts. The path in a failure is that of the
 * operation as it was sent, or the one below it that is at fault; failures of sessions, and of what stands only in a
 * multi, have an empty one.
 */
public final class CoordinationMachine {
    private CoordinationMachine() {}

    /**
     * Applies one command.
     *
     * @param state the state before
     * @param batchTimeMs the leader's clock when it made the batch, milliseconds since 1970
     * @param envelope the command
     * @return the state afterwards, the result, and what happened to znodes
     */
    public static Applied apply(MachineState state, long batchTimeMs, CommandEnvelope envelope) {
        Draft draft = new Draft(state, batchTimeMs, envelope.caller());
        if (envelope.sessionId().isNone()) {
            return applied(draft, envelope, applyOrDiscard(draft, envelope));
        }
        Session session = state.sessions().find(envelope.sessionId());
        if (session == null) {
            return refused(draft, envelope, ErrorCode.SESSION_EXPIRED);
        }
        if (envelope.attachEpoch() != session.attachEpoch()) {
            return refused(draft, envelope, ErrorCode.SESSION_MOVED);
        }
        if (envelope.writeNumber() <= session.lastWriteNumber()) {
            return repeated(draft, envelope, session);
        }
        if (envelope.writeNumber() != session.lastWriteNumber() + 1) {
            return refused(draft, envelope, ErrorCode.WRITE_OUT_OF_ORDER);
        }
        Result result = applyOrDiscard(draft, envelope);
        Session after = draft.sessions().find(session.id());
        if (after != null) {
            draft.record(after, envelope.acknowledged(), result);
        }
        return applied(draft, envelope, result);
    }

    private static Result applyOrDiscard(Draft draft, CommandEnvelope envelope) {
        Result result = Dispatch.apply(draft, envelope.command());
        if (result instanceof Result.Failure) {
            draft.discard();
        }
        return result;
    }

    private static Applied repeated(Draft draft, CommandEnvelope envelope, Session session) {
        RecordedWrite first = session.window().find(envelope.writeNumber());
        return first == null
                ? refused(draft, envelope, ErrorCode.DUPLICATE_WRITE)
                : new Applied(draft.finish(), envelope, first.zxid(), first.result(), List.of());
    }

    private static Applied refused(Draft draft, CommandEnvelope envelope, ErrorCode code) {
        return applied(draft, envelope, Result.Failure.of(code, ""));
    }

    private static Applied applied(Draft draft, CommandEnvelope envelope, Result result) {
        return new Applied(draft.finish(), envelope, draft.zxid(), result, draft.changes());
    }
}
