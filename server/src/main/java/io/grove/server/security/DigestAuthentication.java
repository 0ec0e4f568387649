package io.grove.server.security;

import io.grove.tree.Caller;
import io.grove.tree.Identity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Users with passwords: scheme {@code digest} of access control lists. Whoever knows the password of a list's digest is
 * meant by it; there is no register of users. The form is that of ZooKeeper's DigestAuthenticationProvider, so that lists
 * can be carried over (specification E6). Immutable.
 */
public final class DigestAuthentication {
    private final String superDigest;

    /**
     * Creates it.
     *
     * @param superDigest the superuser as {@code user:base64(sha1(user:password))}, empty for none
     */
    public DigestAuthentication(String superDigest) {
        this.superDigest = superDigest;
    }

    /** What is known of somebody who shows {@code user:password}: a digest, and {@code super} for the superuser. */
    public Caller authenticated(String credential) {
        String user = credential.substring(0, Math.max(0, credential.indexOf(':')));
        String id = user + ":" + digest(credential);
        Caller caller = Caller.ANONYMOUS.with(new Identity(Identity.DIGEST, id));
        boolean isSuper = !superDigest.isEmpty()
                && MessageDigest.isEqual(
                        id.getBytes(StandardCharsets.UTF_8), superDigest.getBytes(StandardCharsets.UTF_8));
        return isSuper ? caller.with(new Identity(Identity.SUPER, user)) : caller;
    }

    /** Whether a text is {@code user:password} with a user that a list can name. */
    public static boolean isCredential(String text) {
        return text.indexOf(':') > 0;
    }

    private static String digest(String credential) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest(credential.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
