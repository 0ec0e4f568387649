package io.grove.server.security;

import io.grove.tree.Caller;
import io.grove.tree.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All ways in which clients of this member prove identities, apart from certificates. Immutable. */
public final class Authentication {
    private final DigestAuthentication digest;
    private final Map<String, AuthenticationProvider> providers = new TreeMap<>();

    /**
     * Finds the providers.
     *
     * @param superDigest the superuser as {@code user:base64(sha1(user:password))}, empty for none
     * @throws IllegalStateException when a provider's scheme does not begin with {@code x-}, or two have the same
     */
    public Authentication(String superDigest) {
        digest = new DigestAuthentication(superDigest);
        for (AuthenticationProvider provider : ServiceLoader.load(AuthenticationProvider.class)) {
            boolean isNew = providers.put(provider.scheme(), provider) == null;
            if (!isNew || !provider.scheme().startsWith(Identity.EXTENSION_PREFIX)) {
                throw new IllegalStateException(
                        "authentication provider " + provider.getClass().getName() + " has the scheme '"
                                + provider.scheme() + "', which is taken or does not begin with x-");
            }
        }
    }

    /** What somebody proves; empty when it is nothing. */
    public Optional<Caller> authenticate(String scheme, byte[] credential) {
        if (scheme.equals(Identity.DIGEST)) {
            String text = new String(credential, StandardCharsets.UTF_8);
            return DigestAuthentication.isCredential(text) ? Optional.of(digest.authenticated(text)) : Optional.empty();
        }
        AuthenticationProvider provider = providers.get(scheme);
        return provider == null
                ? Optional.empty()
                : provider.authenticate(credential)
                        .filter(id -> !id.isEmpty())
                        .map(id -> Caller.ANONYMOUS.with(new Identity(scheme, id)));
    }
}
