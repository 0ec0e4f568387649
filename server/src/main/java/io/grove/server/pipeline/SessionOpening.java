package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.server.session.Reply;
import io.grove.server.session.SecretHash;
import io.grove.session.SessionTable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The opening of a client's session: what it has to keep, and the command that it becomes. */
final class SessionOpening {
    private static final long RETRY_AFTER_MS = 1_000;

    private SessionOpening() {}

    /** Null, or why no session is opened. */
    static Reply.@Nullable Refusal check(PipelineParts parts, SessionWish wish) {
        int sessionsMax = parts.limits().sessionsMax();
        SessionTable sessions = parts.state().current().sessions();
        // To count those of clients takes a walk over all: only when it matters.
        if (sessions.size() >= sessionsMax && sessions.clientCount() >= sessionsMax) {
            return Reply.Refusal.overloaded("the ensemble has " + sessionsMax + " sessions", RETRY_AFTER_MS);
        }
        Reply.Refusal refusal = checkText("client_name", wish.clientName());
        return refusal == null ? checkLabels(wish.labels()) : refusal;
    }

    private static Reply.@Nullable Refusal checkLabels(Map<String, String> labels) {
        if (labels.size() > SessionWish.LABELS_MAX) {
            return Reply.Refusal.badArguments(
                    "there are " + labels.size() + " labels, allowed are " + SessionWish.LABELS_MAX);
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            Reply.Refusal refusal = checkText("the key of a label", label.getKey());
            refusal = refusal == null ? checkText("a label", label.getValue()) : refusal;
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** It is shown to other people, on their terminals and in their logs. */
    private static Reply.@Nullable Refusal checkText(String what, String text) {
        if (text.length() > SessionWish.TEXT_CHARS_MAX) {
            return Reply.Refusal.badArguments(
                    what + " has " + text.length() + " characters, allowed are " + SessionWish.TEXT_CHARS_MAX);
        }
        return text.chars().anyMatch(Character::isISOControl)
                ? Reply.Refusal.badArguments(what + " has a control character")
                : null;
    }

    static Command.OpenSession command(PipelineParts parts, SessionWish wish, byte[] secret) {
        long allowedMs = Math.max(
                parts.timing().sessionTimeoutMinMs(), Math.min(parts.timing().sessionTimeoutMaxMs(), wish.timeoutMs()));
        return new Command.OpenSession(
                allowedMs,
                SecretHash.of(secret),
                wish.clientName(),
                new TreeMap<>(wish.labels()),
                parts.limits().sessionEphemeralsMax(),
                false);
    }
}
