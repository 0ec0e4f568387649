package io.grove.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a client secures its connections, by files in PEM. They are read when the client is made, which refuses ones that
 * can't be used, and again for each connection: a renewed file counts from the next connection on, and one that has
 * become unusable changes nothing. A member has to show a certificate for the host name in its {@link MemberAddress}.
 * Immutable.
 *
 * @param trust certificates of the authorities whose word counts for members' certificates
 * @param certificate the certificate to show when a member asks, then those that lead to its authority; null for none
 * @param key its private key, in PKCS #8, not encrypted; given exactly when the certificate is
 */
public record ClientTls(
        Path trust, @Nullable Path certificate, @Nullable Path key) {
    /** Refuses a certificate without key, and a key without certificate, with {@link IllegalArgumentException}. */
    public ClientTls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a client's certificate and its key are given together or not at all");
        }
    }

    /** Verifies members, and stays unknown to them. */
    public static ClientTls trusting(Path trust) {
        return new ClientTls(trust, null, null);
    }

    /** The same, showing this certificate. */
    public ClientTls showing(Path ownCertificate, Path ownKey) {
        return new ClientTls(trust, ownCertificate, ownKey);
    }
}
