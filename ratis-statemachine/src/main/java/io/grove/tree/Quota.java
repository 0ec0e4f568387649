package io.grove.tree;

import java.util.OptionalLong;

/**
 * Limits of a part of the tree: of the znodes at and below a path, and of the bytes of their data. Exceeding a soft
 * limit is reported, exceeding a hard one is refused. Quotas nest: those of all ancestors hold. Specification A42 to
 * A44.
 *
 * @param softCount most znodes before it is reported, if limited
 * @param softBytes most bytes before it is reported, if limited
 * @param hardCount most znodes, if limited
 * @param hardBytes most bytes, if limited
 */
public record Quota(OptionalLong softCount, OptionalLong softBytes, OptionalLong hardCount, OptionalLong hardBytes) {
    /** No limit. */
    public static final Quota NONE =
            new Quota(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Refuses negative limits with {@link IllegalArgumentException}. */
    public Quota {
        if (softCount.orElse(0) < 0 || softBytes.orElse(0) < 0 || hardCount.orElse(0) < 0 || hardBytes.orElse(0) < 0) {
            throw new IllegalArgumentException("a limit of a quota is negative");
        }
    }

    /** Whether a soft limit is exceeded. */
    public boolean isSoftExceeded(long count, long bytes) {
        return isOver(count, softCount) || isOver(bytes, softBytes);
    }

    /** Whether so many znodes are more than the hard limit allows. */
    public boolean isHardCountExceeded(long count) {
        return isOver(count, hardCount);
    }

    /** Whether so many bytes are more than the hard limit allows. */
    public boolean isHardBytesExceeded(long bytes) {
        return isOver(bytes, hardBytes);
    }

    private static boolean isOver(long used, OptionalLong limit) {
        return limit.isPresent() && used > limit.getAsLong();
    }
}
