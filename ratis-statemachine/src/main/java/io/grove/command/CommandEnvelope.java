package io.grove.command;

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
 * @param command what to do
 */
public record CommandEnvelope(
        SessionId sessionId, long attachEpoch, long writeNumber, long acknowledged, Command command) {

    /** A command of the ensemble itself. */
    public static CommandEnvelope ofEnsemble(Command command) {
        return new CommandEnvelope(SessionId.NONE, 0, 0, 0, command);
    }
}
