package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.session.Session;
import io.grove.tree.SessionId;

/** Opens a session: its id is the zxid, so no two sessions ever have the same. */
final class OpenSessionHandler {
    private OpenSessionHandler() {}

    static Result apply(Draft draft, Command.OpenSession terms) {
        Session session = Session.opened(new SessionId(draft.zxid()), terms);
        draft.open(session);
        return Sessions.attachedTo(session);
    }
}
