package io.grove.deploy.history;

import static io.grove.deploy.history.Invariant.EVERY_CALL_IS_ANSWERED;
import static io.grove.deploy.history.Invariant.LINEARIZABLE_READS;
import static io.grove.deploy.history.Invariant.LINEARIZABLE_WRITES;
import static io.grove.deploy.history.Invariant.MONOTONIC_READS;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Life;
import io.grove.deploy.history.Entry.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares zxids with real time, and with the order of calls in each session. */
final class OrderCheck {
    /** Refusals that say that nothing was done, and are no fault of the ensemble. */
    private static final Set<String> EXCUSED = Set.of("OVERLOADED", "STALE_READ_REFUSED", "NO_LEADER");

    private final Entries entries;
    private final Findings findings;

    OrderCheck(Entries entries, Findings findings) {
        this.entries = entries;
        this.findings = findings;
    }

    /** Someone has learnt of a zxid. */
    private record Sight(long at, long zxid, Entry entry) {}

    void run() {
        entries.calls().forEach(this::checkAnswer);
        checkRealTime();
        Map<String, List<Life>> breaks = Entries.groups(
                entries.lives().stream()
                        .filter(life -> life.what() == Life.What.SUSPENDED)
                        .toList(),
                Life::client);
        Map<String, List<Told>> told = Entries.groups(entries.told(), Told::client);
        Entries.groups(entries.calls(), Call::session).values().forEach(calls -> {
            SessionOrder order = new SessionOrder(findings);
            calls.forEach(call -> order.check(call, isBroken(call, breaks)));
        });
        Entries.groups(entries.calls(), Call::client)
                .forEach((client, calls) -> checkEvents(calls, told.getOrDefault(client, List.of())));
    }

    private void checkAnswer(Call call) {
        Outcome outcome = call.outcome();
        boolean isAnswered = call.completed() >= 0
                && (outcome.isSuccess()
                        || outcome.zxid() > 0
                        || EXCUSED.contains(outcome.failure())
                        || Set.of("SESSION_EXPIRED", "CLOSED").contains(String.valueOf(outcome.failure())));
        if (!isAnswered) {
            findings.add(EVERY_CALL_IS_ANSWERED, "an operation got " + outcome.failure(), call);
        }
    }

    /** Whether a connection was lost while the call waited: it may have been sent again, behind later ones. */
    private static boolean isBroken(Call call, Map<String, List<Life>> breaks) {
        return breaks.getOrDefault(call.client(), List.of()).stream()
                .anyMatch(life -> call.called() < life.step() && life.step() < call.step());
    }

    private void checkRealTime() {
        List<Sight> sights = new ArrayList<>();
        entries.calls().stream()
                .filter(call -> call.completed() >= 0 && call.outcome().zxid() > 0)
                .forEach(call ->
                        sights.add(new Sight(call.completed(), call.outcome().zxid(), call)));
        entries.told().forEach(told -> sights.add(new Sight(told.at(), told.zxid(), told)));
        sights.sort(Comparator.comparingLong(Sight::at));
        List<Call> calls = new ArrayList<>(entries.calls());
        calls.sort(Comparator.comparingLong(Call::invoked));
        int next = 0;
        Sight highest = null;
        for (Call call : calls) {
            for (; next < sights.size() && sights.get(next).at() < call.invoked(); next++) {
                if (highest == null || sights.get(next).zxid() > highest.zxid()) {
                    highest = sights.get(next);
                }
            }
            checkAfter(call, highest);
        }
    }

    private void checkAfter(Call call, @Nullable Sight seen) {
        long zxid = call.outcome().zxid();
        if (seen == null || zxid == 0 || call.outcome().isUnknown()) {
            return;
        }
        if (call.request().isWrite() && zxid <= seen.zxid()) {
            findings.add(
                    LINEARIZABLE_WRITES,
                    "a write took zxid %d; before its call someone had seen %d".formatted(zxid, seen.zxid()),
                    call,
                    seen.entry());
        } else if (call.request().consistency().equals(Request.LINEARIZABLE) && zxid < seen.zxid()) {
            findings.add(
                    LINEARIZABLE_READS,
                    "a read is of zxid %d; before its call someone had seen %d".formatted(zxid, seen.zxid()),
                    call,
                    seen.entry());
        }
    }

    /** A client that was told of a change reads nothing older afterwards. */
    private void checkEvents(List<Call> calls, List<Told> told) {
        int next = 0;
        Told highest = null;
        for (Call call : calls) {
            for (; next < told.size() && told.get(next).step() < call.called(); next++) {
                if (highest == null || told.get(next).zxid() > highest.zxid()) {
                    highest = told.get(next);
                }
            }
            boolean isRead = call.request().isOrderedRead() && call.outcome().zxid() > 0;
            if (isRead && highest != null && call.outcome().zxid() < highest.zxid()) {
                findings.add(MONOTONIC_READS, "a read is older than an event before it", call, highest);
            }
        }
    }
}
