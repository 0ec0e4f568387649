package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.session.Session;
import io.grove.tree.Permission;
import io.grove.tree.SystemPaths;
import io.grove.tree.ZnodePath;
import org.jspecify.annotations.Nullable;

/**
 * Closes a session; its ephemerals go at the same zxid, in the order of their paths. An expiry that comes too late,
 * because the client has attached again since the leader gave it up, is refused with SESSION_MOVED. Specification B7,
 * B9.
 */
final class CloseSessionHandler {
    private CloseSessionHandler() {}

    static Result apply(Draft draft, Command.CloseSession close) {
        Session session = draft.sessions().find(close.sessionId());
        ErrorCode refusal = refusal(draft, close, session);
        if (session == null || refusal != null) {
            return Result.Failure.of(refusal == null ? ErrorCode.SESSION_EXPIRED : refusal, "");
        }
        for (ZnodePath ephemeral : draft.sessions().ephemerals(session.id())) {
            draft.delete(ephemeral);
        }
        draft.close(session);
        return new Result.Done();
    }

    private static @Nullable ErrorCode refusal(Draft draft, Command.CloseSession close, @Nullable Session session) {
        return switch (close.reason()) {
            case CLIENT -> null;
            case EXPIRED ->
                session != null && session.attachEpoch() != close.expectedEpoch() ? ErrorCode.SESSION_MOVED : null;
            case KILLED -> refusalOfKill(draft, session);
        };
    }

    /** The members' own sessions are nobody's to kill: to an administrator they do not exist. */
    private static @Nullable ErrorCode refusalOfKill(Draft draft, @Nullable Session session) {
        if (!draft.may(Permission.ADMIN, draft.existing(SystemPaths.ZOOKEEPER))) {
            return ErrorCode.NO_AUTH;
        }
        return session != null && session.isInternal() ? ErrorCode.SESSION_EXPIRED : null;
    }
}
