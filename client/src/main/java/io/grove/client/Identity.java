package io.grove.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Who somebody is, in the terms of one way to prove it.
 *
 * @param scheme {@code world}, {@code auth}, {@code digest}, {@code ip}, {@code x509}, {@code super}, or one that the
 *     ensemble was extended with
 * @param id {@code anyone} for {@code world}; nothing for {@code auth}; {@code user:base64(sha1(user:password))} for
 *     {@code digest}; an address, with {@code /bits} for a network, for {@code ip}; a subject's distinguished name by
 *     RFC 2253 for {@code x509}
 */
public record Identity(String scheme, String id) {
    /** Everybody. */
    public static final Identity ANYONE = new Identity("world", "anyone");

    /** Every proven identity of whoever uses it in a list. */
    public static final Identity CALLER = new Identity("auth", "");

    /** Refuses an empty scheme and one with a colon with {@link IllegalArgumentException}. */
    public Identity {
        if (scheme.isEmpty() || scheme.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + scheme + "' is no scheme");
        }
    }

    /** The identity that {@link Credential#digest} of the same user and password proves. */
    public static Identity digest(String user, String password) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            return new Identity("digest", user + ":" + Base64.getEncoder().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** {@code scheme:id}. */
    @Override
    public String toString() {
        return scheme + ":" + id;
    }
}
