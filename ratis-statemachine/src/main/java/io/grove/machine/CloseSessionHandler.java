package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.session.Session;
import io.grove.tree.ZnodePath;

/**
 * Closes a session; its ephemerals go at the same zxid, in the order of their paths. An expiry that comes too late,
 * because the client has attached again since the leader gave it up, is refused with SESSION_MOVED. Specification B7,
 * B9.
 */
final class CloseSessionHandler {
    private CloseSessionHandler() {}

    static Result apply(Draft draft, Command.CloseSession close) {
        Session session = draft.sessions().find(close.sessionId());
        if (session == null) {
            return Result.Failure.of(ErrorCode.SESSION_EXPIRED, "");
        }
        if (close.reason() == Command.CloseReason.EXPIRED && close.expectedEpoch() != session.attachEpoch()) {
            return Result.Failure.of(ErrorCode.SESSION_MOVED, "");
        }
        for (ZnodePath ephemeral : draft.sessions().ephemerals(session.id())) {
            draft.delete(ephemeral);
        }
        draft.close(session);
        return new Result.Done();
    }
}
