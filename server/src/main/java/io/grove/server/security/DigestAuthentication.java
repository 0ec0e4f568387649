package io.grove.server.security;

import io.grove.tree.Caller;
import io.grove.tree.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * Users with passwords: scheme {@code digest} of access control lists. Whoever knows the password of a list's digest is
 * meant by it; there is no register of users. The form is that of ZooKeeper's DigestAuthenticationProvider, so that
 * lists can be carried over (specification E6). Immutable.
 */
final class DigestAuthentication {
    private final String superDigest;

    /**
     * Creates it.
     *
     * @param superDigest the superuser as {@code user:base64(sha1(user:password))}, empty for none
     */
    DigestAuthentication(String superDigest) {
        this.superDigest = superDigest;
    }

    /**
     * What is known of somebody who shows {@code user:password} in UTF-8: a digest, and {@code super} for the
     * superuser.
     *
     * @return empty when it is something else
     */
    Optional<Caller> authenticate(byte[] credential) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(credential))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        int colon = text.indexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        String user = text.substring(0, colon);
        String id = user + ":" + digest(credential);
        Caller caller = Caller.ANONYMOUS.with(new Identity(Identity.DIGEST, id));
        return Optional.of(isSuper(id) ? caller.with(new Identity(Identity.SUPER, user)) : caller);
    }

    private boolean isSuper(String id) {
        return !superDigest.isEmpty()
                && MessageDigest.isEqual(
                        id.getBytes(StandardCharsets.UTF_8), superDigest.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] credential) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(credential));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
