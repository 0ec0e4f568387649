package io.grove.tree;

/** How long a znode may live without being written. Specification A5. */
public final class Ttl {
    /** The longest time to live, in milliseconds: about 35 years, ZooKeeper's limit. */
    public static final long MAX_MS = 0xFF_FFFF_FFFFL;

    private Ttl() {}

    /** Whether a znode may have this time to live. */
    public static boolean isValid(long ttlMs) {
        return ttlMs >= 1 && ttlMs <= MAX_MS;
    }
}
