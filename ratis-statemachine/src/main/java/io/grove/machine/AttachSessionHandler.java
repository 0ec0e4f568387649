package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.session.Session;

/** Attaches to an open session under its next epoch, which fences every older connection. Specification B5, B6. */
final class AttachSessionHandler {
    private AttachSessionHandler() {}

    static Result apply(Draft draft, Command.AttachSession attach) {
        Session session = draft.sessions().find(attach.sessionId());
        if (session == null) {
            return Result.Failure.of(ErrorCode.SESSION_EXPIRED, "");
        }
        if (!session.hasSecretHash(attach.secretHash())) {
            return Result.Failure.of(ErrorCode.WRONG_SECRET, "");
        }
        Session attached = session.attached();
        draft.replace(session, attached);
        return Sessions.attachedTo(attached);
    }
}
