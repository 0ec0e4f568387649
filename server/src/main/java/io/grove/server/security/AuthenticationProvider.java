package io.grove.server.security;

import java.util.Optional;

/**
 * Port for an additional way to prove who one is, found by {@link java.util.ServiceLoader} when the member starts.
 * Every member of an ensemble should have the same ones: who is refused by one member is otherwise let in by another.
 */
public interface AuthenticationProvider {
    /** The scheme of its identities in access control lists; begins with {@code x-}. Always the same. */
    String scheme();

    /**
     * Examines a proof. Called on threads that serve other clients too: answers at once, so without asking anybody
     * over the network. Thread-safe.
     *
     * @param credential what the client has shown
     * @return the id in access control lists, 1 to 1,024 characters; empty when the proof is not good
     */
    Optional<String> authenticate(byte[] credential);
}
