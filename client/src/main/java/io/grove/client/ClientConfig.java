package io.grove.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a client behaves. Immutable; start from {@link #of} and change what differs.
 *
 * @param members members to connect to, in any order; the client starts at a random one and moves on when it fails. Not
 *     all need be named, but only named ones are used
 * @param sessionTimeout the wished session timeout, 100 ms to 1 day; the ensemble lowers or raises it to its limits
 * @param clientName a name for people, shown by the ensemble; at most 200 characters, without control characters
 * @param requestTimeout how long one operation may take, from the call to its completion, before its future fails; at
 *     least 1 ms. What may be concluded then: {@link GroveException.Reason#REQUEST_TIMEOUT}
 * @param limits limits on unanswered requests
 * @param tls how connections are secured; null for plain text
 * @param identity who it is: labels, credentials, and the session that it goes on with
 */
public record ClientConfig(
        List<MemberAddress> members,
        Duration sessionTimeout,
        String clientName,
        Duration requestTimeout,
        ClientLimits limits,
        @Nullable ClientTls tls,
        ClientIdentity identity) {

    private static final int CLIENT_NAME_MAX = 200;

    /** Refuses values out of range with {@link IllegalArgumentException}. */
    public ClientConfig {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no member is named");
        }
        if (sessionTimeout.toMillis() < 100 || sessionTimeout.toDays() > 1) {
            throw new IllegalArgumentException("sessionTimeout " + sessionTimeout + " is not within 100 ms to 1 day");
        }
        if (clientName.length() > CLIENT_NAME_MAX || clientName.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "clientName is longer than " + CLIENT_NAME_MAX + " characters or has control characters");
        }
        if (requestTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("requestTimeout " + requestTimeout + " is below 1 ms");
        }
    }

    /**
     * Session timeout 10 s, request timeout 30 s, default limits, plain text.
     *
     * @param members comma separated {@code host:port}
     */
    public static ClientConfig of(String members) {
        return of(MemberAddress.parseList(members));
    }

    /** Session timeout 10 s, request timeout 30 s, default limits, plain text. */
    public static ClientConfig of(List<MemberAddress> members) {
        return new ClientConfig(
                members,
                Duration.ofSeconds(10),
                "java",
                Duration.ofSeconds(30),
                ClientLimits.DEFAULT,
                null,
                ClientIdentity.NONE);
    }

    /** The same with another wished session timeout. */
    public ClientConfig withSessionTimeout(Duration timeout) {
        return new ClientConfig(members, timeout, clientName, requestTimeout, limits, tls, identity);
    }

    /** The same with another name. */
    public ClientConfig withClientName(String name) {
        return new ClientConfig(members, sessionTimeout, name, requestTimeout, limits, tls, identity);
    }

    /** The same with another request timeout. */
    public ClientConfig withRequestTimeout(Duration timeout) {
        return new ClientConfig(members, sessionTimeout, clientName, timeout, limits, tls, identity);
    }

    /** The same with other limits. */
    public ClientConfig withLimits(ClientLimits other) {
        return new ClientConfig(members, sessionTimeout, clientName, requestTimeout, other, tls, identity);
    }

    /** The same with connections secured like this. */
    public ClientConfig withTls(ClientTls how) {
        return new ClientConfig(members, sessionTimeout, clientName, requestTimeout, limits, how, identity);
    }

    /** The same with these facts for people, shown by the ensemble. */
    public ClientConfig withLabels(Map<String, String> labels) {
        return with(new ClientIdentity(labels, identity.credentials(), identity.session()));
    }

    /** The same with these credentials, proven on every connection. */
    public ClientConfig withCredentials(List<Credential> credentials) {
        return with(new ClientIdentity(identity.labels(), credentials, identity.session()));
    }

    /**
     * The same going on with the session that another client has {@linkplain GroveClient#leave left}. When it has
     * expired meanwhile, everything fails with SESSION_EXPIRED.
     */
    public ClientConfig withSession(SessionHandover session) {
        return with(new ClientIdentity(identity.labels(), identity.credentials(), Optional.of(session)));
    }

    private ClientConfig with(ClientIdentity other) {
        return new ClientConfig(members, sessionTimeout, clientName, requestTimeout, limits, tls, other);
    }
}
