package io.grove.server.config;

import static java.util.Objects.requireNonNull;

import io.grove.replication.MemberId;
import io.grove.server.config.GroveConfig.Access;
import io.grove.server.config.GroveConfig.Ensemble;
import io.grove.server.config.GroveConfig.Limits;
import io.grove.server.config.GroveConfig.Listen;
import io.grove.server.config.GroveConfig.Sessions;
import io.grove.server.config.GroveConfig.Storage;
import io.grove.server.config.GroveConfig.Timing;
import io.grove.server.config.GroveConfig.Tls;
import io.grove.server.security.ClientAuth;
import io.grove.server.security.TlsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads the configuration: flags before environment before file before defaults. Finds all problems at once. */
public final class ConfigLoader {
    private static final Set<Integer> MEMBER_COUNTS = Set.of(1, 3, 5);

    private ConfigLoader() {}

    /**
     * A configuration and where each value came from.
     *
     * @param config the configuration
     * @param effective one line per key: {@code key=value (origin)}
     */
    public record Loaded(GroveConfig config, List<String> effective) {
        /** Copies the list. */
        public Loaded {
            effective = List.copyOf(effective);
        }
    }

    /**
     * Loads it from the flags, the process's environment and, if one of them names it, a file.
     *
     * @param arguments flags of the form {@code --key=value}; {@code --config=path} names a file
     * @throws ConfigException when anything is missing, unknown or not allowed
     */
    public static Loaded load(List<String> arguments) throws ConfigException {
        return load(arguments, System.getenv());
    }

    /** The same with another environment, such as the one that a deployment would set. */
    public static Loaded load(List<String> arguments, Map<String, String> environment) throws ConfigException {
        Values values = new Values();
        Sources sources = new Sources(values);
        sources.readFlags(arguments);
        sources.readEnvironment(environment);
        sources.readFile();

        Map<Setting<?>, Object> read = new HashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            Object value = values.read(setting);
            if (value != null) {
                read.put(setting, value);
            }
        }
        refuseIfAny(values);
        Typed typed = new Typed(read);
        checkTogether(typed, values);
        refuseIfAny(values);
        return new Loaded(config(typed), effective(values));
    }

    private static void refuseIfAny(Values values) throws ConfigException {
        if (!values.problems().isEmpty()) {
            throw new ConfigException(values.problems());
        }
    }

    /** What no single value can violate. */
    private static void checkTogether(Typed typed, Values values) {
        List<MemberAddress> members = typed.get(Settings.MEMBERS);
        List<String> ids = members.stream().map(member -> member.id().value()).toList();
        if (typed.get(Settings.BOOTSTRAP) && !MEMBER_COUNTS.contains(members.size())) {
            values.refuse(Settings.MEMBERS, "1, 3 or 5 members, to begin with");
        }
        if (typed.get(Settings.BOOTSTRAP) && typed.get(Settings.JOIN)) {
            values.refuse(Settings.JOIN, "false when bootstrap is true");
        }
        if (typed.get(Settings.JOIN) && members.size() == 1) {
            values.refuse(Settings.MEMBERS, "this member and some that can be asked, to join");
        }
        if (Set.copyOf(ids).size() != ids.size()) {
            values.refuse(Settings.MEMBERS, "each id once");
        }
        List<String> addresses = new ArrayList<>();
        members.forEach(member ->
                addresses.addAll(List.of(member.clientAddress(), member.peerAddress(), member.raftAddress())));
        if (Set.copyOf(addresses).size() != addresses.size()) {
            values.refuse(Settings.MEMBERS, "each host and port once");
        }
        if (!ids.contains(typed.get(Settings.MEMBER))) {
            values.refuse(Settings.MEMBER, "one of the ids in members, which are " + String.join(", ", ids));
        }
        members.stream()
                .filter(member -> member.id().value().equals(typed.get(Settings.MEMBER)))
                .filter(self -> List.of(self.clientPort(), self.peerPort(), self.raftPort())
                        .contains(typed.get(Settings.ADMIN_PORT)))
                .forEach(self -> values.refuse(Settings.ADMIN_PORT, "none of this member's ports in members"));
        if (typed.get(Settings.SESSION_TIMEOUT_MIN) > typed.get(Settings.SESSION_TIMEOUT_MAX)) {
            values.refuse(Settings.SESSION_TIMEOUT_MIN, "at most session.timeout.max");
        }
        if (typed.get(Settings.ELECTION_TIMEOUT_MIN) >= typed.get(Settings.ELECTION_TIMEOUT_MAX)) {
            values.refuse(Settings.ELECTION_TIMEOUT_MAX, "more than election.timeout.min");
        }
        if (typed.get(Settings.TICK) * 4 > typed.get(Settings.SESSION_TIMEOUT_MIN)) {
            values.refuse(Settings.TICK, "at most a quarter of session.timeout.min");
        }
        if (typed.get(Settings.DATA_BYTES_MAX) > typed.get(Settings.REQUEST_BYTES_MAX) / 2) {
            values.refuse(Settings.REQUEST_BYTES_MAX, "at least twice data.bytes.max");
        }
        if (typed.get(Settings.REQUEST_BYTES_MAX) > typed.get(Settings.OUTBOX_BYTES_MAX)) {
            values.refuse(Settings.OUTBOX_BYTES_MAX, "at least request.bytes.max");
        }
        checkTls(typed, values);
    }

    /** Files of TLS that make sense together only. Whether they can be read is seen at the start. */
    private static void checkTls(Typed typed, Values values) {
        boolean hasCertificate = typed.get(Settings.CLIENT_TLS_CERTIFICATE_FILE).isPresent();
        boolean hasKey = typed.get(Settings.CLIENT_TLS_KEY_FILE).isPresent();
        boolean hasTrust = typed.get(Settings.CLIENT_TLS_TRUST_FILE).isPresent();
        boolean asksClients = typed.get(Settings.CLIENT_TLS_CLIENT_AUTH) != ClientAuth.NONE;
        if (hasCertificate && !hasKey) {
            values.refuse(Settings.CLIENT_TLS_CERTIFICATE_FILE, "nothing, unless client.tls.key.file is given");
        }
        if (hasKey && !hasCertificate) {
            values.refuse(Settings.CLIENT_TLS_KEY_FILE, "nothing, unless client.tls.certificate.file is given");
        }
        if (hasTrust && !asksClients) {
            values.refuse(Settings.CLIENT_TLS_TRUST_FILE, "nothing, as client.tls.client.auth is none");
        }
        if (asksClients && !hasCertificate) {
            values.refuse(Settings.CLIENT_TLS_CLIENT_AUTH, "none, unless client.tls.certificate.file is given");
        } else if (asksClients && !hasTrust) {
            values.refuse(Settings.CLIENT_TLS_CLIENT_AUTH, "none, unless client.tls.trust.file is given");
        }
    }

    private static GroveConfig config(Typed typed) {
        return new GroveConfig(
                new Ensemble(
                        typed.get(Settings.CLUSTER),
                        new MemberId(typed.get(Settings.MEMBER)),
                        typed.get(Settings.MEMBERS)),
                new Listen(typed.get(Settings.LISTEN_HOST), typed.get(Settings.ADMIN_PORT), clientTls(typed)),
                new Storage(
                        Path.of(typed.get(Settings.DATA)),
                        typed.get(Settings.BOOTSTRAP),
                        typed.get(Settings.JOIN),
                        typed.get(Settings.SNAPSHOT_ENTRIES),
                        typed.get(Settings.SNAPSHOTS_KEPT),
                        typed.get(Settings.DISK_FREE_MIN),
                        typed.get(Settings.DISK_STALL_MAX),
                        typed.get(Settings.RESTORE_FILE).orElse(null)),
                new Sessions(
                        typed.get(Settings.SESSION_TIMEOUT_MIN),
                        typed.get(Settings.SESSION_TIMEOUT_MAX),
                        typed.get(Settings.SESSION_LINGER_MAX),
                        typed.get(Settings.SESSIONS_MAX),
                        typed.get(Settings.SESSION_EPHEMERALS_MAX)),
                new Access(typed.get(Settings.SUPER_DIGEST)),
                new Limits(
                        typed.get(Settings.DATA_BYTES_MAX),
                        typed.get(Settings.REQUEST_BYTES_MAX),
                        typed.get(Settings.REQUESTS_IN_FLIGHT_MAX),
                        typed.get(Settings.WRITES_IN_FLIGHT_MAX),
                        typed.get(Settings.OUTBOX_BYTES_MAX),
                        typed.get(Settings.WATCHES_MAX),
                        typed.get(Settings.HISTORY_CHANGES_MAX),
                        typed.get(Settings.HISTORY_BYTES_MAX),
                        typed.get(Settings.BATCH_COMMANDS_MAX),
                        typed.get(Settings.HISTORY_STATES_MAX),
                        typed.get(Settings.HISTORY_STATES_BYTES_MAX)),
                new Timing(
                        typed.get(Settings.TICK),
                        typed.get(Settings.REQUEST_TIMEOUT),
                        typed.get(Settings.STALENESS_MAX),
                        typed.get(Settings.ELECTION_TIMEOUT_MIN),
                        typed.get(Settings.ELECTION_TIMEOUT_MAX),
                        typed.get(Settings.KEEP_ALIVE),
                        typed.get(Settings.REAP_INTERVAL)));
    }

    private static @Nullable Tls clientTls(Typed typed) {
        Path certificate = typed.get(Settings.CLIENT_TLS_CERTIFICATE_FILE).orElse(null);
        Path key = typed.get(Settings.CLIENT_TLS_KEY_FILE).orElse(null);
        if (certificate == null || key == null) {
            return null;
        }
        Path trust = typed.get(Settings.CLIENT_TLS_TRUST_FILE).orElse(null);
        return new Tls(
                new TlsFiles(certificate, key, trust),
                typed.get(Settings.CLIENT_TLS_CLIENT_AUTH),
                typed.get(Settings.CLIENT_TLS_RELOAD_INTERVAL));
    }

    private static List<String> effective(Values values) {
        List<String> lines = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            Values.Given given = requireNonNull(values.given(setting));
            lines.add(setting.key() + "=" + setting.shown(given.text()) + " (" + given.origin() + ")");
        }
        return lines;
    }

    /** The values that were read, by their keys. */
    private record Typed(Map<Setting<?>, Object> read) {
        @SuppressWarnings("unchecked")
        <T> T get(Setting<T> setting) {
            // Put there by the same key's parser.
            return (T) requireNonNull(read.get(setting));
        }
    }
}
