package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.session.Session;

/** Keeps a session whose client says that it is going away and coming back, unless it has come back already. */
final class LingerHandler {
    private LingerHandler() {}

    static Result apply(Draft draft, Command.Linger linger) {
        Session session = draft.sessions().find(linger.sessionId());
        if (session == null) {
            return Result.Failure.of(ErrorCode.SESSION_EXPIRED, "");
        }
        if (linger.expectedEpoch() != session.attachEpoch()) {
            return Result.Failure.of(ErrorCode.SESSION_MOVED, "");
        }
        draft.replace(session, session.lingering(linger.lingerMs()));
        return new Result.Done();
    }
}
