package io.grove.server.security;

import java.security.SecureRandom;

/** The secret that proves the right to use a session. The ensemble keeps only its hash. */
public final class SessionSecret {
    /** Length of a secret in bytes. */
    public static final int BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionSecret() {}

    /** A new secret, which nobody can guess. */
    public static byte[] create() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }
}
