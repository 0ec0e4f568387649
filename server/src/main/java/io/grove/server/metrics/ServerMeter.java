package io.grove.server.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The catalogue of this program's meters. The documentation is made from it, and a test holds it against a live scrape.
 * The meters of the JVM and the process come from Micrometer's binders and keep their names.
 */
public enum ServerMeter {
    /** Requests of clients. */
    REQUESTS(
            "grove.requests",
            Kind.TIMER,
            "seconds",
            "`operation`, `result`",
            "Requests of clients, from their arrival to their answer, by operation and by `ok` or the error reason."),
    /** Requests that wait. */
    REQUESTS_IN_FLIGHT("grove.requests.in.flight", "", "Requests that wait for the log, or for a zxid."),
    /** Their size. */
    BYTES_IN_FLIGHT("grove.requests.in.flight.bytes", "bytes", "Size of the requests that wait."),
    /** Writes without an answer. */
    WRITES_PENDING("grove.writes.pending", "", "Writes that this member took and has not seen applied yet."),
    /** Commands before the batcher. */
    BATCHER_QUEUE("grove.batcher.queue", "", "Commands that wait for the leader's next batch."),
    /** Batches in the log. */
    BATCHES_IN_FLIGHT("grove.batches.in.flight", "", "Log entries proposed by this member and not applied yet."),
    /** Streams of sessions. */
    SESSION_STREAMS("grove.session.streams", "", "Session streams at this member."),
    /** Streams of watches. */
    WATCH_STREAMS("grove.watch.streams", "", "Watch streams (without a session) at this member."),
    /** Watches. */
    WATCHES("grove.watches", "", "Watches at this member."),
    /** Changes for resuming. */
    HISTORY_CHANGES("grove.watch.history.changes", "", "Changes that are kept so that watches can resume."),
    /** What they take. */
    HISTORY_BYTES("grove.watch.history.bytes", "bytes", "Estimate of what these changes take."),
    /** Past states. */
    HISTORY_STATES("grove.history.states", "", "States that are kept for reads that look back, the current one too."),
    /** What is kept for them. */
    HISTORY_STATES_BYTES("grove.history.states.bytes", "bytes", "Estimate of what is kept for these states."),
    /** Pinned states. */
    PINNED_STATES("grove.history.states.pinned", "", "States that are kept because pages are being read from them."),
    /** Sessions in the state. */
    SESSIONS("grove.sessions", "", "Client sessions in the ensemble, as this member has applied them."),
    /** Znodes in the state. */
    ZNODES("grove.znodes", "", "Znodes in the tree, as this member has applied it."),
    /** Soft quotas. */
    SOFT_QUOTAS_EXCEEDED(
            "grove.quota.soft.exceeded",
            "",
            "Soft quotas that are exceeded; when that begins the log has `event=soft_quota_exceeded`."),
    /** Zxid of the state. */
    ZXID("grove.zxid", "", "Zxid up to which this member has applied."),
    /** Agreement. */
    DIGEST_AGREED_ZXID(
            "grove.digest.agreed.zxid",
            "",
            "Highest zxid at which this member was found to have the same state as another one."),
    /** Divergence. */
    MEMBERS_DIFFERING(
            "grove.digest.members.differing",
            "",
            "Members whose state differed from this one's when they were last compared: more than 0 is an alarm, and"
                    + " the log has `event=divergence`."),
    /** Feature level. */
    FEATURE_LEVEL("grove.feature.level", "", "What log and snapshots may hold: it rises when an upgrade is finished."),
    /** Role. */
    ROLE("grove.member.role", Kind.GAUGE, "", "`role`", "1 for the part that this member plays, 0 for the others."),
    /** Contact. */
    IN_CONTACT(
            "grove.member.in.contact", "", "1 while this member is in contact with a leader, or is it; 0 otherwise."),
    /** Staleness. */
    LEADER_SILENCE(
            "grove.member.leader.silence",
            "seconds",
            "For how long this member has not heard from a leader; 0 on the leader, -1 when it never has."),
    /** Apply lag. */
    APPLY_LAG("grove.member.apply.lag.entries", "", "Committed log entries that this member has not applied yet."),
    /** Readiness. */
    READY("grove.member.ready", "", "1 when `/readyz` says so, 0 otherwise.");

    private final String meterName;
    private final Kind kind;
    private final String unit;
    private final String labels;
    private final String meaning;

    ServerMeter(String meterName, String unit, String meaning) {
        this(meterName, Kind.GAUGE, unit, "", meaning);
    }

    ServerMeter(String meterName, Kind kind, String unit, String labels, String meaning) {
        this.meterName = meterName;
        this.kind = kind;
        this.unit = unit;
        this.labels = labels;
        this.meaning = meaning;
    }

    /** What kind of meter it is. */
    public enum Kind {
        /** A value of the moment. */
        GAUGE,
        /** Count, sum and distribution of durations. */
        TIMER
    }

    /** Its name in Micrometer's dotted form. */
    public String meterName() {
        return meterName;
    }

    /** Its kind. */
    public Kind kind() {
        return kind;
    }

    /** Its unit; empty when it has none. */
    public String unit() {
        return unit;
    }

    /** What it means. */
    public String meaning() {
        return meaning;
    }

    /** Its name as Prometheus shows it; a timer has the suffixes {@code _count}, {@code _sum} and {@code _bucket}. */
    public String prometheusName() {
        String name = meterName.replace('.', '_');
        return unit.isEmpty() || name.endsWith("_" + unit) ? name : name + "_" + unit;
    }

    /** The table of docs/metrics.md. */
    public static String documentation() {
        String head = "| metric | kind | labels | meaning |\n|---|---|---|---|\n";
        return Arrays.stream(values()).map(ServerMeter::row).collect(Collectors.joining("", head, ""));
    }

    private String row() {
        return "| `" + prometheusName() + "` | " + kind.name().toLowerCase(Locale.ROOT) + " | " + labels + " | "
                + meaning + " |\n";
    }
}
