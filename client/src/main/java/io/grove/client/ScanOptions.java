package io.grove.client;

import java.util.OptionalInt;

/**
 * What a scan comes by.
 *
 * @param depth how many levels below the top znode; absent means all, 0 the top one alone
 * @param withData whether the data is read, too
 * @param pageSize how many znodes come at a time; 0 means as many as the ensemble allows
 */
public record ScanOptions(OptionalInt depth, boolean withData, int pageSize) {
    /** Refuses negative numbers with {@link IllegalArgumentException}. */
    public ScanOptions {
        if (depth.isPresent() && depth.getAsInt() < 0) {
            throw new IllegalArgumentException("depth " + depth.getAsInt() + " is negative");
        }
        if (pageSize < 0) {
            throw new IllegalArgumentException("pageSize " + pageSize + " is negative");
        }
    }

    /** Everything at and below the znode, without data. */
    public static ScanOptions all() {
        return new ScanOptions(OptionalInt.empty(), false, 0);
    }

    /** The same down to this level. */
    public ScanOptions toDepth(int levels) {
        return new ScanOptions(OptionalInt.of(levels), withData, pageSize);
    }

    /** The same with the data. */
    public ScanOptions includingData() {
        return new ScanOptions(depth, true, pageSize);
    }

    /** The same with so many at a time. */
    public ScanOptions withPageSize(int znodes) {
        return new ScanOptions(depth, withData, znodes);
    }
}
