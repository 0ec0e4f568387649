package io.grove.deploy.history;

import static io.grove.deploy.history.Invariant.EPHEMERAL_HAS_LIVE_OWNER;
import static io.grove.deploy.history.Invariant.SESSION_LIVES_ITS_TIMEOUT;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Life;
import io.grove.deploy.history.Entry.Life.What;
import io.grove.deploy.history.Entry.Told;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Compares the ends of sessions, which the replay has found, with what clients did and were told. */
final class SessionCheck {
    private final Entries entries;
    private final Replay replay;
    private final Findings findings;
    private final Map<Long, List<Life>> lives;
    private final Map<Long, List<Call>> calls;

    SessionCheck(Entries entries, Replay replay, Findings findings) {
        this.entries = entries;
        this.replay = replay;
        this.findings = findings;
        this.lives = Entries.groups(entries.lives(), Life::session);
        this.calls = Entries.groups(entries.calls(), Call::session);
    }

    void run(boolean isComplete) {
        replay.ends.forEach(this::checkEnd);
        if (isComplete) {
            lives.forEach(this::checkGone);
        }
    }

    private void checkEnd(long session, long zxid) {
        for (Call call : calls.getOrDefault(session, List.of())) {
            if (call.isAcknowledged() && call.outcome().zxid() > zxid) {
                findings.add(
                        EPHEMERAL_HAS_LIVE_OWNER,
                        "the ephemerals of session %d went at %d, and it wrote later".formatted(session, zxid),
                        call);
                return;
            }
        }
        Optional<Told> first =
                entries.told().stream().filter(told -> told.zxid() == zxid).min((a, b) -> Long.compare(a.at(), b.at()));
        first.ifPresent(told -> checkCause(session, zxid, told));
    }

    private void checkCause(long session, long zxid, Told end) {
        List<Life> life = lives.getOrDefault(session, List.of());
        boolean isAskedFor = life.stream()
                .anyMatch(item -> (item.what() == What.CLOSING || item.what() == What.KILLING) && item.at() < end.at());
        if (isAskedFor) {
            return;
        }
        long timeoutMs = life.stream()
                .filter(item -> item.what() == What.OPENED)
                .mapToLong(Life::value)
                .min()
                .orElse(0);
        calls.getOrDefault(session, List.of()).stream()
                .filter(call -> isSignOfLife(call) && call.outcome().zxid() < zxid)
                .max(Comparator.comparingLong(Call::invoked))
                .ifPresent(call -> checkTimeout(timeoutMs, call, end));
        Set<What> told = Set.of(What.EXPIRED, What.CLOSED, What.LEFT);
        if (life.stream().noneMatch(item -> told.contains(item.what()))) {
            findings.add(
                    EPHEMERAL_HAS_LIVE_OWNER,
                    "session %d was over at zxid %d, and its client was never told".formatted(session, zxid),
                    end);
        }
    }

    /** What is answered only when a member and the leader have heard of the session. */
    private static boolean isSignOfLife(Call call) {
        return call.isAcknowledged()
                || (call.outcome().isSuccess() && call.request().consistency().equals(Request.LINEARIZABLE));
    }

    private void checkTimeout(long timeoutMs, Call sign, Told end) {
        long aliveMs = TimeUnit.NANOSECONDS.toMillis(end.at() - sign.invoked());
        if (aliveMs < timeoutMs) {
            findings.add(
                    SESSION_LIVES_ITS_TIMEOUT,
                    "session %d was over at zxid %d, %d ms after a sign of life; its timeout is %d ms"
                            .formatted(sign.session(), end.zxid(), aliveMs, timeoutMs),
                    sign,
                    end);
        }
    }

    private void checkGone(long session, List<Life> life) {
        List<String> left = replay.ephemerals(session);
        life.stream()
                .filter(item -> switch (item.what()) {
                    case EXPIRED, KILLED, CLOSED -> true;
                    case OPENED, SUSPENDED, RECONNECTED, KILLING, CLOSING, LEFT -> false;
                })
                .filter(item -> !left.isEmpty())
                .findFirst()
                .ifPresent(item -> findings.add(
                        EPHEMERAL_HAS_LIVE_OWNER, "session " + session + " is over, and left are " + left, item));
    }
}
