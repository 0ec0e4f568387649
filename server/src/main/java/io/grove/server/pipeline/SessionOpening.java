package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.server.session.Reply;
import io.grove.server.session.SecretHash;
import org.jspecify.annotations.Nullable;

/** The opening of a client's session: what it has to keep, and the command that it becomes. */
final class SessionOpening {
    private static final long RETRY_AFTER_MS = 1_000;

    private SessionOpening() {}

    /** Null, or why no session is opened. */
    static Reply.@Nullable Refusal check(PipelineParts parts, String clientName) {
        int sessionsMax = parts.limits().sessionsMax();
        if (parts.state().current().sessions().size() >= sessionsMax) {
            return Reply.Refusal.overloaded("the ensemble has " + sessionsMax + " sessions", RETRY_AFTER_MS);
        }
        return parts.rules().checkClientName(clientName);
    }

    static Command.OpenSession command(PipelineParts parts, long timeoutMs, String clientName, byte[] secret) {
        long allowedMs = Math.max(
                parts.timing().sessionTimeoutMinMs(), Math.min(parts.timing().sessionTimeoutMaxMs(), timeoutMs));
        return new Command.OpenSession(allowedMs, SecretHash.of(secret), clientName, false);
    }
}
