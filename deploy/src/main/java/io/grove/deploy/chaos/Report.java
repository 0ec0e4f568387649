package io.grove.deploy.chaos;

import io.grove.cli.JsonLine;
import io.grove.deploy.history.Entry;
import io.grove.deploy.history.Invariant;
import io.grove.deploy.history.Verdict;
import io.grove.deploy.history.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a campaign has shown, by kind of fault. Not thread-safe. */
final class Report {
    /** The promises of docs/guarantees.md, and the invariants that make each of them. */
    private static final Map<String, Set<Invariant>> PROMISES = promises();

    private final Map<Theme, Row> rows = new EnumMap<>(Theme.class);
    private final List<Violation> violations = new ArrayList<>();

    /** Figures of one kind of fault. */
    private static final class Row {
        private int rounds;
        private long faults;
        private long operations;
        private long acknowledged;
        private long events;
        private long exits;
        private long incomplete;
        private final Map<String, Integer> broken = new LinkedHashMap<>();
    }

    private static Map<String, Set<Invariant>> promises() {
        Map<String, Set<Invariant>> promises = new LinkedHashMap<>();
        promises.put(
                "linearizable",
                EnumSet.of(
                        Invariant.LINEARIZABLE_WRITES,
                        Invariant.LINEARIZABLE_READS,
                        Invariant.ZXID_MONOTONIC,
                        Invariant.SEQUENTIAL_CONSISTENCY,
                        Invariant.ATOMIC_MULTI));
        promises.put(
                "session order",
                EnumSet.of(Invariant.SESSION_FIFO, Invariant.READ_YOUR_WRITES, Invariant.MONOTONIC_READS));
        promises.put("exactly once", EnumSet.of(Invariant.APPLIED_ONCE));
        promises.put(
                "nothing lost, same everywhere",
                EnumSet.of(Invariant.ACKNOWLEDGED_SURVIVES, Invariant.APPLY_IS_DETERMINISTIC));
        promises.put(
                "events",
                EnumSet.of(Invariant.NO_MISSED_EVENT, Invariant.ONE_SHOT_FIRES_ONCE, Invariant.RESYNC_FOR_A_REASON));
        promises.put(
                "sessions, ephemerals",
                EnumSet.of(Invariant.EPHEMERAL_HAS_LIVE_OWNER, Invariant.SESSION_LIVES_ITS_TIMEOUT));
        promises.put("locks", EnumSet.of(Invariant.MUTUAL_EXCLUSION));
        promises.put(
                "answers, restarts",
                EnumSet.of(Invariant.EVERY_CALL_IS_ANSWERED, Invariant.MEMBERS_CATCH_UP, Invariant.FAIL_STOP));
        return promises;
    }

    void add(Theme theme, List<Entry> history, Verdict verdict, List<String> exits) {
        Row row = rows.computeIfAbsent(theme, unused -> new Row());
        row.rounds++;
        row.faults += history.stream().filter(Entry.Fault.class::isInstance).count();
        row.operations += verdict.calls();
        row.acknowledged += verdict.acknowledged();
        row.events += verdict.events();
        row.exits += exits.size();
        row.incomplete += verdict.isComplete() ? 0 : 1;
        verdict.violations()
                .forEach(violation -> PROMISES.forEach((promise, invariants) -> {
                    if (invariants.contains(violation.invariant())) {
                        row.broken.merge(promise, 1, Integer::sum);
                    }
                }));
        violations.addAll(verdict.violations());
    }

    boolean isClean() {
        return violations.isEmpty();
    }

    /** A table in Markdown: a line for each kind of fault, a column for each promise with the violations found. */
    String toMarkdown() {
        StringBuilder text =
                new StringBuilder("| faults | rounds | injected | operations | writes acknowledged | events |");
        PROMISES.keySet().forEach(promise -> text.append(' ').append(promise).append(" |"));
        text.append("\n|---|").append("---:|".repeat(5 + PROMISES.size())).append('\n');
        rows.forEach((theme, row) -> {
            text.append("| %s | %d | %d | %,d | %,d | %,d |"
                    .formatted(theme.title(), row.rounds, row.faults, row.operations, row.acknowledged, row.events));
            PROMISES.keySet().forEach(promise -> text.append(" %d |".formatted(row.broken.getOrDefault(promise, 0))));
            text.append('\n');
        });
        return text.toString();
    }

    /** One line of JSON. */
    String toJson(long seed) {
        List<JsonLine> lines = rows.entrySet().stream()
                .map(entry -> new JsonLine()
                        .put("faults", entry.getKey().word())
                        .put("rounds", entry.getValue().rounds)
                        .put("injected", entry.getValue().faults)
                        .put("operations", entry.getValue().operations)
                        .put("acknowledged", entry.getValue().acknowledged)
                        .put("events", entry.getValue().events)
                        .put("member_exits", entry.getValue().exits)
                        .put("not_fully_checked", entry.getValue().incomplete))
                .toList();
        List<JsonLine> broken = violations.stream()
                .map(violation -> new JsonLine()
                        .put("invariant", violation.invariant().name())
                        .put("what", violation.what()))
                .toList();
        return new JsonLine()
                .put("ok", isClean())
                .put("seed", seed)
                .put("rounds", lines)
                .put("violations", broken)
                .toString();
    }

    /** A sentence for people. */
    String summary() {
        long operations =
                rows.values().stream().mapToLong(row -> row.operations).sum();
        long acknowledged =
                rows.values().stream().mapToLong(row -> row.acknowledged).sum();
        long faults = rows.values().stream().mapToLong(row -> row.faults).sum();
        long incomplete =
                rows.values().stream().mapToLong(row -> row.incomplete).sum();
        String broken = violations.stream()
                .map(violation -> violation.invariant().name())
                .distinct()
                .collect(Collectors.joining(", "));
        return "%,d operations, %,d writes acknowledged, %d faults; %s%s"
                .formatted(
                        operations,
                        acknowledged,
                        faults,
                        isClean() ? "no violation" : "VIOLATED: " + broken,
                        incomplete == 0 ? "" : "; rounds that could not be checked to their end: " + incomplete);
    }
}
