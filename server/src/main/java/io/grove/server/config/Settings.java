package io.grove.server.config;

import static io.grove.server.config.ValueForms.bytes;
import static io.grove.server.config.ValueForms.choice;
import static io.grove.server.config.ValueForms.count;
import static io.grove.server.config.ValueForms.duration;
import static io.grove.server.config.ValueForms.file;
import static io.grove.server.config.ValueForms.matching;
import static io.grove.server.config.ValueForms.members;
import static io.grove.server.config.ValueForms.yesOrNo;

import io.grove.server.security.ClientAuth;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every key there is, with its default, what it allows and what it means. The documentation is made from it. */
final class Settings {
    static final Setting<String> CLUSTER = matching(
            "cluster", "grove", "[A-Za-z0-9_-]{1,63}", "1 to 63 letters, digits, '-' and '_'", "Name of the ensemble.");
    static final Setting<String> MEMBER = matching(
            "member",
            null,
            "[A-Za-z0-9_-]{1,63}",
            "1 to 63 letters, digits, '-' and '_'",
            "Id of this member: one of those in `members`.");
    static final Setting<List<MemberAddress>> MEMBERS = members(
            "members",
            "All members with which the ensemble begins, this one too: 1, 3 or 5. With `join`: this one, and some that"
                    + " belong to it. Afterwards the ensemble itself knows who its members are, and of this list only"
                    + " this member's own ports count. See membership.md.");
    static final Setting<String> DATA =
            matching("data", null, "[^\\x00\\n\\r]+", "path of a folder", "Folder for log and snapshots.");
    static final Setting<Boolean> BOOTSTRAP = yesOrNo(
            "bootstrap",
            "false",
            "Whether to start with an empty data folder: true for the very first start of an ensemble, false ever"
                    + " after. A member whose volume was lost would otherwise come back empty and vote as if nothing"
                    + " had been acknowledged.");
    static final Setting<Optional<Path>> RESTORE_FILE = file(
            "restore.file",
            "A backup with which a new ensemble begins: with `bootstrap` and empty data folders, the same file for"
                    + " every member. Leave it out once the ensemble runs. See [backup.md](backup.md).");
    static final Setting<Boolean> JOIN = yesOrNo(
            "join",
            "false",
            "Whether to join an ensemble that exists when the data folder is empty; the member then waits to be added."
                    + " Not together with `bootstrap`.");
    static final Setting<String> LISTEN_HOST =
            matching("listen.host", "0.0.0.0", "\\S+", "host name or address", "Address that all ports are bound to.");
    static final Setting<Integer> ADMIN_PORT = count(
            "admin.port",
            "9290",
            0,
            65_535,
            "HTTP port of `/metrics`, `/livez` and `/readyz`. 0: the system chooses one.");

    static final Setting<Optional<Path>> CLIENT_TLS_CERTIFICATE_FILE = file(
            "client.tls.certificate.file",
            "PEM file with the certificate that this member shows to clients, then those that lead to its authority."
                    + " Given: the client port speaks TLS only.");
    static final Setting<Optional<Path>> CLIENT_TLS_KEY_FILE =
            file("client.tls.key.file", "PEM file with the private key of that certificate, in PKCS #8, unencrypted.");
    static final Setting<Optional<Path>> CLIENT_TLS_TRUST_FILE = file(
            "client.tls.trust.file",
            "PEM file with the certificates of the authorities whose word counts for clients' certificates.");
    static final Setting<ClientAuth> CLIENT_TLS_CLIENT_AUTH = choice(
            "client.tls.client.auth",
            ClientAuth.NONE,
            "Whether clients show a certificate, which becomes an identity of theirs: no; if they have one; or refused"
                    + " without one.");
    static final Setting<Long> CLIENT_TLS_RELOAD_INTERVAL = duration(
            "client.tls.reload.interval",
            "10s",
            100,
            3_600_000,
            "Between two looks whether these files were renewed. New connections use the new ones.");

    static final Setting<Long> SESSION_TIMEOUT_MIN = duration(
            "session.timeout.min", "2s", 100, 3_600_000, "Smallest session timeout; smaller wishes are raised to it.");
    static final Setting<Long> SESSION_TIMEOUT_MAX = duration(
            "session.timeout.max", "60s", 100, 86_400_000, "Largest session timeout; larger wishes are lowered to it.");
    static final Setting<Long> SESSION_LINGER_MAX = duration(
            "session.linger.max",
            "5m",
            0,
            86_400_000,
            "Longest time for which a session is kept when its client says that it will come back; longer wishes are"
                    + " lowered to it.");
    static final Setting<Integer> SESSION_EPHEMERALS_MAX = count(
            "session.ephemerals.max",
            "0",
            0,
            10_000_000,
            "Ephemerals of a session; those of a session that is open keep their limit. 0: any number.");
    static final Setting<Integer> SESSIONS_MAX = count(
            "sessions.max",
            "100000",
            1,
            10_000_000,
            "Sessions in the ensemble beyond which this member opens no more.");

    static final Setting<String> SUPER_DIGEST = matching(
                    "super.digest",
                    "",
                    "|[^:\\s]{1,200}:[A-Za-z0-9+/]{27}=",
                    "`user:base64(sha1(user:password))`, or nothing",
                    "The superuser, who passes every check of access control lists by proving this `digest`."
                            + " Nothing: there is none. Give all members the same.")
            .secret();

    static final Setting<Integer> DATA_BYTES_MAX =
            bytes("data.bytes.max", "1MiB", 1 << 10, 7 << 20, "Largest data of a znode.");
    static final Setting<Integer> REQUEST_BYTES_MAX =
            bytes("request.bytes.max", "4MiB", 64 << 10, 15 << 20, "Largest request of a client.");
    static final Setting<Integer> REQUESTS_IN_FLIGHT_MAX = count(
            "requests.in.flight.max",
            "20000",
            1,
            1_000_000,
            "Requests of all clients that this member holds at a time; more are refused with OVERLOADED.");
    static final Setting<Integer> WRITES_IN_FLIGHT_MAX =
            count("writes.in.flight.max", "1000", 1, 100_000, "Unanswered writes of one session.");
    static final Setting<Integer> OUTBOX_BYTES_MAX = bytes(
            "outbox.bytes.max",
            "16MiB",
            64 << 10,
            256 << 20,
            "What may wait to be sent to one client before it counts as too slow.");
    static final Setting<Integer> WATCHES_MAX =
            count("watches.max", "100000", 1, 10_000_000, "Watches of one session stream.");
    static final Setting<Integer> HISTORY_CHANGES_MAX = count(
            "watch.history.changes.max",
            "100000",
            0,
            10_000_000,
            "Changes kept so that a watch can go on after a break.");
    static final Setting<Integer> HISTORY_BYTES_MAX = bytes(
            "watch.history.bytes.max",
            "64MiB",
            0,
            1 << 30,
            "Estimate of what these changes may take: their paths and access control lists, not the data.");
    static final Setting<Integer> BATCH_COMMANDS_MAX =
            count("batch.commands.max", "1000", 1, 100_000, "Commands in one log entry.");
    static final Setting<Integer> HISTORY_STATES_MAX = count(
            "history.states.max",
            "10000",
            1,
            1_000_000,
            "Newest states kept, one for each zxid, for reads that look back and pages that go on.");
    static final Setting<Integer> HISTORY_STATES_BYTES_MAX = bytes(
            "history.states.bytes.max",
            "64MiB",
            0,
            1 << 30,
            "Estimate of what may be kept for them: the data that was replaced or deleted since, and some KiB for each"
                    + " change.");

    static final Setting<Long> TICK = duration(
            "tick",
            "250ms",
            10,
            10_000,
            "Between two reports of live sessions to the leader, and between its looks for expired ones.");
    static final Setting<Long> REQUEST_TIMEOUT = duration(
            "request.timeout",
            "10s",
            100,
            600_000,
            "How long a unary write, or a read that asks for a zxid, is waited for.");
    static final Setting<Long> STALENESS_MAX = duration(
            "staleness.max",
            "10s",
            100,
            600_000,
            "Without contact to a leader for longer, only STALE reads are answered, and clients are told.");
    static final Setting<Long> ELECTION_TIMEOUT_MIN =
            duration("election.timeout.min", "400ms", 50, 60_000, "Raft's shortest wait before an election.");
    static final Setting<Long> ELECTION_TIMEOUT_MAX = duration(
            "election.timeout.max", "800ms", 50, 60_000, "Raft's longest wait before an election; above the shortest.");
    static final Setting<Long> KEEP_ALIVE =
            duration("keepalive", "10s", 1_000, 600_000, "Silence on a connection after which it is probed.");
    static final Setting<Long> REAP_INTERVAL = duration(
            "reap.interval",
            "500ms",
            10,
            3_600_000,
            "Between two looks for empty containers and for znodes whose time to live is over.");

    static final Setting<Integer> SNAPSHOT_ENTRIES =
            count("snapshot.entries", "100000", 10, 100_000_000, "Log entries after which a snapshot is written.");
    static final Setting<Integer> SNAPSHOTS_KEPT = count("snapshots.kept", "3", 2, 100, "Snapshots that are kept.");
    static final Setting<Integer> DISK_FREE_MIN = bytes(
            "disk.free.min",
            "64MiB",
            0,
            1 << 30,
            "Free space of the data folder without which the member does not start. While it runs, it warns with less"
                    + " and takes a snapshot, so that the log is purged; with a quarter of it, it ends.");
    static final Setting<Long> DISK_STALL_MAX = duration(
            "disk.stall.max",
            "10s",
            100,
            600_000,
            "How long a write to the data folder may take: after that a leader hands over to another member, and ends"
                    + " after twice as long if it could not; a follower only reports it.");

    static final List<Setting<?>> ALL = List.of(
            CLUSTER,
            MEMBER,
            MEMBERS,
            DATA,
            BOOTSTRAP,
            RESTORE_FILE,
            JOIN,
            LISTEN_HOST,
            ADMIN_PORT,
            CLIENT_TLS_CERTIFICATE_FILE,
            CLIENT_TLS_KEY_FILE,
            CLIENT_TLS_TRUST_FILE,
            CLIENT_TLS_CLIENT_AUTH,
            CLIENT_TLS_RELOAD_INTERVAL,
            SESSION_TIMEOUT_MIN,
            SESSION_TIMEOUT_MAX,
            SESSION_LINGER_MAX,
            SESSION_EPHEMERALS_MAX,
            SESSIONS_MAX,
            SUPER_DIGEST,
            DATA_BYTES_MAX,
            REQUEST_BYTES_MAX,
            REQUESTS_IN_FLIGHT_MAX,
            WRITES_IN_FLIGHT_MAX,
            OUTBOX_BYTES_MAX,
            WATCHES_MAX,
            HISTORY_CHANGES_MAX,
            HISTORY_BYTES_MAX,
            BATCH_COMMANDS_MAX,
            HISTORY_STATES_MAX,
            HISTORY_STATES_BYTES_MAX,
            TICK,
            REQUEST_TIMEOUT,
            STALENESS_MAX,
            ELECTION_TIMEOUT_MIN,
            ELECTION_TIMEOUT_MAX,
            KEEP_ALIVE,
            REAP_INTERVAL,
            SNAPSHOT_ENTRIES,
            SNAPSHOTS_KEPT,
            DISK_FREE_MIN,
            DISK_STALL_MAX);

    private Settings() {}

    /** The table of docs/configuration.md. */
    static String documentation() {
        String head = "| key | default | allowed | meaning |\n|---|---|---|---|\n";
        return ALL.stream().map(Settings::row).collect(Collectors.joining("", head, ""));
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.key() + "` | " + byDefault(setting) + " | " + setting.allowed() + " | "
                + setting.meaning() + " |\n";
    }

    private static String byDefault(Setting<?> setting) {
        String value = setting.byDefault();
        if (value == null) {
            return "required";
        }
        return value.isEmpty() ? "nothing" : "`" + value + "`";
    }
}
