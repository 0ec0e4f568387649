package io.grove.server.security;

import java.util.Optional;

/**
 * A way to prove an identity that an ensemble is extended with. Found by {@link java.util.ServiceLoader}. Thread-safe; is
 * asked on the threads that serve clients, so it must not wait for anything. Every member has to have the same ones.
 */
public interface AuthenticationProvider {
    /** Its scheme in access control lists, which begins with {@code x-}. */
    String scheme();

    /**
     * Looks at a proof.
     *
     * @param credential what the client has shown, not to be changed
     * @return the id by which access control lists name who showed it, not empty; or nothing when it proves nothing
     */
    Optional<String> authenticate(byte[] credential);
}
