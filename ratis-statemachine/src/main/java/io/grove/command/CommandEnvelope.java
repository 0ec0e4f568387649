package io.grove.command;

import io.grove.tree.Caller;
import io.grove.tree.SessionId;

/**
 * A command and its place in its session's order. The machine applies each write number of a session once, and in order
 * (APPLIED_ONCE, SESSION_FIFO).
 *
 * @param sessionId the session in whose order it stands, or {@link SessionId#NONE} for commands of the ensemble itself,
 *     which have no number and are harmless when repeated
 * @param attachEpoch the epoch under which the sender is attached
 * @param writeNumber 1 for the first write of a session, then one more for each; 0 without session
 * @param acknowledged up to this write number the client has received all results
 * @param caller on whose behalf: every member checks the access control lists by it
 * @param command what to do
 */
public record CommandEnvelope(
        SessionId sessionId, long attachEpoch, long writeNumber, long acknowledged, Caller caller, Command command) {

    /** A command of the ensemble itself. */
    public static CommandEnvelope ofEnsemble(Command command) {
        return ofEnsemble(Caller.ENSEMBLE, command);
    }

    /** A command of the ensemble itself, on behalf of somebody. */
    public static CommandEnvelope ofEnsemble(Caller caller, Command command) {
        return new CommandEnvelope(SessionId.NONE, 0, 0, 0, caller, command);
    }
}
