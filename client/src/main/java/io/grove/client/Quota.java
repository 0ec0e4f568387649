package io.grove.client;

import java.util.OptionalLong;

/**
 * Limits of a part of the tree. Those of nested paths hold all.
 *
 * @param softCount more znodes than this, the top one included, are only reported
 * @param softBytes more bytes of data than this are only reported
 * @param hardCount more znodes than this are refused with QUOTA_EXCEEDED
 * @param hardBytes more bytes of data than this are refused with QUOTA_EXCEEDED
 */
public record Quota(OptionalLong softCount, OptionalLong softBytes, OptionalLong hardCount, OptionalLong hardBytes) {
    /** No limit; to set it takes the quota away. */
    public static Quota none() {
        return new Quota(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    /** Refuses more than so many znodes, and nothing else. */
    public static Quota ofCount(long znodes) {
        return new Quota(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(znodes), OptionalLong.empty());
    }

    /** Refuses more than so many bytes of data, and nothing else. */
    public static Quota ofBytes(long bytes) {
        return new Quota(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(bytes));
    }
}
