package io.grove.client;

import java.util.OptionalLong;

/**
 * On which condition {@code delete} is done.
 *
 * @param expectedVersion when present: only if the znode's version is this one; BAD_VERSION otherwise
 * @param expectedMzxid when present: only if the znode's mzxid is this one, which can't be fooled by one that was
 *     deleted and created anew; BAD_VERSION otherwise
 */
public record DeleteOptions(OptionalLong expectedVersion, OptionalLong expectedMzxid) {
    /** Whatever the version is. */
    public static DeleteOptions any() {
        return new DeleteOptions(OptionalLong.empty(), OptionalLong.empty());
    }

    /** Only if the version is this one. */
    public static DeleteOptions ifVersion(long version) {
        return new DeleteOptions(OptionalLong.of(version), OptionalLong.empty());
    }

    /** Only if the mzxid is this one. */
    public static DeleteOptions ifMzxid(long mzxid) {
        return new DeleteOptions(OptionalLong.empty(), OptionalLong.of(mzxid));
    }
}
