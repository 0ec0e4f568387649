package io.grove.server.security;

import io.grove.tree.Caller;
import io.grove.tree.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines credentials: {@code digest}, and whatever this member was extended with. What it finds out is part of each
 * command of the caller and so stands in the log; therefore it is bounded. Thread-safe.
 */
public final class Authenticator {
    /** Largest credential, in bytes. */
    public static final int CREDENTIAL_BYTES_MAX = 16 << 10;

    /** Longest id, in UTF-16 units. */
    public static final int ID_CHARS_MAX = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
    private static final String SCHEME_FORM = Identity.EXTENSION_PREFIX + "[A-Za-z0-9_.-]{1,60}";

    private final DigestAuthentication digest;
    private final Map<String, AuthenticationProvider> providersByScheme;

    /**
     * Creates it.
     *
     * @param superDigest the superuser as {@code user:base64(sha1(user:password))}, empty for none
     * @param providers further ways; refused with {@link IllegalArgumentException} when their schemes don't begin with
     *     {@code x-} or two have the same
     */
    public Authenticator(String superDigest, Iterable<AuthenticationProvider> providers) {
        digest = new DigestAuthentication(superDigest);
        Map<String, AuthenticationProvider> byScheme = new TreeMap<>();
        for (AuthenticationProvider provider : providers) {
            String scheme = provider.scheme();
            if (!scheme.matches(SCHEME_FORM) || byScheme.put(scheme, provider) != null) {
                throw new IllegalArgumentException("the scheme " + scheme + " of "
                        + provider.getClass().getName() + " is taken, or does not match " + SCHEME_FORM);
            }
        }
        providersByScheme = Collections.unmodifiableMap(byScheme);
    }

    /** The ways that stand on the class path. */
    public static Authenticator load(String superDigest) {
        return new Authenticator(superDigest, ServiceLoader.load(AuthenticationProvider.class));
    }

    /** Only {@code digest}, and no superuser. */
    public static Authenticator plain() {
        return new Authenticator("", List.of());
    }

    /** The schemes that this member was extended with. */
    public Set<String> extensions() {
        return providersByScheme.keySet();
    }

    /** What is known of somebody who shows this credential; empty when it is refused. */
    public Optional<Caller> authenticate(String scheme, byte[] credential) {
        if (credential.length > CREDENTIAL_BYTES_MAX) {
            return Optional.empty();
        }
        Optional<Caller> caller = scheme.equals(Identity.DIGEST)
                ? digest.authenticate(credential)
                : Optional.ofNullable(providersByScheme.get(scheme))
                        .flatMap(provider -> authenticate(provider, credential));
        return caller.filter(found -> found.identities().stream().allMatch(identity -> isGoodId(identity.id())));
    }

    /**
     * Whether an id may stand in a command: not empty, not too long, and text that UTF-8 can say. The log is written in
     * it, and so the leader, which applies what it has in memory, would otherwise know somebody whom the other members
     * do not.
     */
    public static boolean isGoodId(String id) {
        return !id.isEmpty()
                && id.length() <= ID_CHARS_MAX
                && StandardCharsets.UTF_8.newEncoder().canEncode(id);
    }

    private static Optional<Caller> authenticate(AuthenticationProvider provider, byte[] credential) {
        try {
            return provider.authenticate(credential)
                    .map(id -> Caller.ANONYMOUS.with(new Identity(provider.scheme(), id)));
        } catch (RuntimeException e) {
            LOG.warn("event=authentication_provider_failed scheme={}", provider.scheme(), e);
            return Optional.empty();
        }
    }
}
