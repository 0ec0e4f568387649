package io.grove.server.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Session secrets stand in the log and in snapshots only as their SHA-256. */
public final class SecretHash {
    private SecretHash() {}

    /** The 32 bytes that stand for a secret. */
    public static byte[] of(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    /** Whether a shown secret is the one of this hash; takes the same time for every wrong one. */
    public static boolean matches(byte[] hash, byte[] secret) {
        return MessageDigest.isEqual(hash, of(secret));
    }
}
