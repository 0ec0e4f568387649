package io.grove.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The proof of an identity.
 *
 * @param scheme {@code digest}, or one that the ensemble was extended with
 * @param proof what the scheme asks for: {@code user:password} in UTF-8 for {@code digest}. Copied
 */
public record Credential(String scheme, byte[] proof) {
    /** Refuses an empty scheme with {@link IllegalArgumentException}; copies the proof. */
    public Credential {
        if (scheme.isEmpty()) {
            throw new IllegalArgumentException("the scheme is empty");
        }
        proof = proof.clone();
    }

    /** User and password, of whom the ensemble learns the hash that lists name. */
    public static Credential digest(String user, String password) {
        return new Credential("digest", (user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads {@code scheme:proof}, such as {@code digest:user:password}; {@link IllegalArgumentException}, which does
     * not show the text, when the scheme is neither {@code digest} nor one that members are extended with,
     * {@code x-...}: mostly it was forgotten then.
     */
    public static Credential parse(String text) {
        int colon = text.indexOf(':');
        if (!text.startsWith("digest:") && !(text.startsWith("x-") && colon > 0)) {
            throw new IllegalArgumentException(
                    "a credential is SCHEME:PROOF with the scheme digest or x-..., such as digest:user:password");
        }
        return new Credential(
                text.substring(0, colon), text.substring(colon + 1).getBytes(StandardCharsets.UTF_8));
    }

    /** A copy. */
    @Override
    public byte[] proof() {
        return proof.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential that && scheme.equals(that.scheme) && Arrays.equals(proof, that.proof);
    }

    @Override
    public int hashCode() {
        return scheme.hashCode() * 31 + Arrays.hashCode(proof);
    }

    /** The scheme alone: the proof is a secret. */
    @Override
    public String toString() {
        return scheme + ":***";
    }
}
