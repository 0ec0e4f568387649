package io.grove.cli;

import io.grove.client.ClientConfig;
import io.grove.client.ClientTls;
import io.grove.client.Credential;
import io.grove.client.MemberAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that talks to an ensemble. Public so that other modules' commands can have them too. */
public final class ConnectionOptions {
    private static final String DEFAULT_SERVERS = "127.0.0.1:4101,127.0.0.1:4201,127.0.0.1:4301";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Picocli sets it before it calls.
    private CommandSpec command;

    @Option(
            names = "--servers",
            paramLabel = "HOST:PORT,...",
            description = "Members to connect to. Default: $GROVE_SERVERS, or " + DEFAULT_SERVERS,
            converter = Servers.class,
            defaultValue = "${env:GROVE_SERVERS:-" + DEFAULT_SERVERS + "}")
    private List<MemberAddress> servers = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long one operation may take, such as 500ms, 10s or 1m. Default: ${DEFAULT-VALUE}",
            converter = Time.class,
            defaultValue = "10s")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "While no member listens: wait so long for one. Default: fail at once",
            converter = Time.class)
    private @Nullable Duration waiting;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "Connect with TLS to members whose certificate comes from an authority in this PEM file."
                    + " Default: $GROVE_TLS_CA, or plain text",
            defaultValue = "${env:GROVE_TLS_CA:-" + Option.NULL_VALUE + "}")
    private @Nullable Path tlsAuthority;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate to show to members, in PEM. Default: $GROVE_TLS_CERT, or none",
            defaultValue = "${env:GROVE_TLS_CERT:-" + Option.NULL_VALUE + "}")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key, in PEM. Default: $GROVE_TLS_KEY",
            defaultValue = "${env:GROVE_TLS_KEY:-" + Option.NULL_VALUE + "}")
    private @Nullable Path tlsKey;

    @Option(
            names = "--auth",
            paramLabel = "SCHEME:PROOF",
            description = "Who you are, such as digest:user:password; may be repeated. Default: $GROVE_AUTH, or nobody."
                    + " Prefer the variable: others on this machine can read the arguments of a process",
            converter = Texts.CredentialText.class,
            defaultValue = "${env:GROVE_AUTH:-" + Option.NULL_VALUE + "}")
    private @Nullable List<Credential> credentials;

    @Option(names = "--json", description = "One JSON object per line, for programs.")
    private boolean json;

    /** The members to connect to. */
    public List<MemberAddress> servers() {
        return servers;
    }

    /** How long one operation may take. */
    public Duration timeout() {
        return timeout;
    }

    /** How long to wait for a member to listen. */
    Duration waiting() {
        return waiting == null ? Duration.ZERO : waiting;
    }

    /** Whether the output is for programs. */
    public boolean isJson() {
        return json;
    }

    /**
     * How a client of this command behaves.
     *
     * @throws ParameterException when options do not go together
     */
    public ClientConfig clientConfig() {
        ClientConfig config =
                ClientConfig.of(servers).withRequestTimeout(timeout).withClientName("grove cli");
        if (credentials != null) {
            config = config.withCredentials(credentials);
        }
        ClientTls tls = tls();
        return tls == null ? config : config.withTls(tls);
    }

    private @Nullable ClientTls tls() {
        if ((tlsCertificate == null) != (tlsKey == null)) {
            throw new ParameterException(command.commandLine(), "--tls-cert and --tls-key are given together");
        }
        if (tlsAuthority == null && tlsCertificate != null) {
            throw new ParameterException(command.commandLine(), "--tls-cert is of no use without --tls-ca");
        }
        return tlsAuthority == null ? null : new ClientTls(tlsAuthority, tlsCertificate, tlsKey);
    }

    /** A list of addresses, held in one value so that the option is not repeatable. */
    static final class Servers implements ITypeConverter<List<MemberAddress>> {
        @Override
        public List<MemberAddress> convert(String value) {
            try {
                return MemberAddress.parseList(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A time with its unit. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Duration LONGEST = Duration.ofDays(1);

        @Override
        public Duration convert(String value) {
            String digits = value.replaceFirst("(ms|s|m)$", "");
            try {
                long number = Long.parseLong(digits);
                Duration time = switch (value.substring(digits.length())) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ZERO;
                };
                if (number > 0 && !time.isZero() && time.compareTo(LONGEST) <= 0) {
                    return time;
                }
            } catch (NumberFormatException | ArithmeticException e) {
                // Told below, with all else that is wrong with it.
            }
            throw new TypeConversionException("'" + value + "' is not a time such as 500ms, 10s or 1m, at most 1440m");
        }
    }
}
