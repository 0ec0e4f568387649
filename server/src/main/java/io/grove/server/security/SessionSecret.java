package io.grove.server.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** The secret that proves the right to use a session. The ensemble keeps only its hash. */
public final class SessionSecret {
    /** Length of a secret in bytes. */
    public static final int BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionSecret() {}

    /** A new secret, not to be guessed. */
    public static byte[] create() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** SHA-256 of a secret, as the log and the snapshots carry it. */
    public static byte[] hash(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether a secret is the one with that hash. Takes the same time wherever they differ. */
    public static boolean matches(byte[] secret, byte[] hash) {
        return MessageDigest.isEqual(hash(secret), hash);
    }
}
