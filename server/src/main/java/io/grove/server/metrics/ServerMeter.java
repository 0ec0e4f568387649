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
    /** Requests that are being worked on. */
    REQUESTS_IN_FLIGHT("grove.requests.in.flight", "requests", "Requests of clients that have no answer yet."),
    /** Writes without an answer. */
    WRITES_PENDING("grove.writes.pending", "writes", "Writes that this member took and has not seen applied yet."),
    /** Streams of sessions. */
    SESSION_STREAMS("grove.session.streams", "streams", "Session streams at this member."),
    /** Streams of watches. */
    WATCH_STREAMS("grove.watch.streams", "streams", "Watch streams (without a session) at this member."),
    /** Bytes that wait to be sent. */
    OUTBOX_BYTES("grove.outbox.bytes", "bytes", "Estimated size of all that waits to be sent to clients."),
    /** Watches. */
    WATCHES("grove.watches", "watches", "Watches at this member."),
    /** Sessions in the state. */
    SESSIONS("grove.sessions", "sessions", "Client sessions in the ensemble, as this member has applied them."),
    /** Znodes in the state. */
    ZNODES("grove.znodes", "znodes", "Znodes in the tree, as this member has applied it."),
    /** Zxid of the state. */
    ZXID("grove.zxid", "", "Zxid up to which this member has applied."),
    /** Role. */
    ROLE("grove.raft.role", Kind.GAUGE, "", "`role`", "1 for the part that this member plays, 0 for the others."),
    /** Term. */
    TERM("grove.raft.term", "", "Raft term."),
    /** Commit index. */
    COMMITTED_INDEX("grove.raft.committed.index", "", "Raft index up to which the log is committed."),
    /** Applied index. */
    APPLIED_INDEX("grove.raft.applied.index", "", "Raft index up to which this member has applied the log."),
    /** Apply lag. */
    APPLY_LAG("grove.raft.apply.lag", "entries", "Committed log entries that this member has not applied yet."),
    /** Contact. */
    HAS_LEADER("grove.raft.has.leader", "", "1 while this member is in contact with a leader, or is it; 0 otherwise."),
    /** Staleness. */
    LEADER_SILENCE(
            "grove.raft.leader.silence",
            "seconds",
            "For how long this member has not heard from a leader; 0 on the leader, -1 when it never has.");

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
