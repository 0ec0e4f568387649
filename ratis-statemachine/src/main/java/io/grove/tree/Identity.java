package io.grove.tree;

/**
 * Who somebody is, in the terms of one scheme.
 *
 * @param scheme how it is proven: {@code world}, {@code auth}, {@code digest}, {@code ip}, {@code x509}, {@code super},
 *     or one that an ensemble was extended with, which begins with {@code x-}
 * @param id who, as the scheme spells it
 */
public record Identity(String scheme, String id) {
    /** The scheme of {@link #ANYONE}. */
    public static final String WORLD = "world";

    /** In lists only: stands for every proven identity of the caller who sets the list. */
    public static final String AUTH = "auth";

    /** Users with passwords. */
    public static final String DIGEST = "digest";

    /** Network addresses. Not proven: they say where somebody is, not who. */
    public static final String IP = "ip";

    /** Subjects of client certificates. */
    public static final String X509 = "x509";

    /** Superusers, who pass every check; never in a list. */
    public static final String SUPER = "super";

    /** How the names of schemes begin that an ensemble was extended with. */
    public static final String EXTENSION_PREFIX = "x-";

    /** Everybody. */
    public static final Identity ANYONE = new Identity(WORLD, "anyone");

    /** Whether somebody had to prove it. */
    public boolean isProven() {
        return !scheme.equals(WORLD) && !scheme.equals(IP) && !scheme.equals(AUTH);
    }

    @Override
    public String toString() {
        return scheme + ":" + id;
    }
}
