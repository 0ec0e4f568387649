package io.grove.machine;

import io.grove.command.Result;
import io.grove.session.Session;

/** What the openers of sessions are told. */
final class Sessions {
    private Sessions() {}

    static Result attachedTo(Session session) {
        return new Result.SessionAttached(
                session.id(), session.attachEpoch(), session.timeoutMs(), session.lastWriteNumber());
    }
}
