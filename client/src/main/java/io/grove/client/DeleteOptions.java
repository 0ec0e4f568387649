package io.grove.client;

import java.util.OptionalLong;

/**
 * On which condition {@code delete} is done.
 *
 * @param expectedVersion when present: only if the znode's version is this one; BAD_VERSION otherwise
 */
public record DeleteOptions(OptionalLong expectedVersion) {
    /** Whatever the version is. */
    public static DeleteOptions any() {
        return new DeleteOptions(OptionalLong.empty());
    }

    /** Only if the version is this one. */
    public static DeleteOptions ifVersion(long version) {
        return new DeleteOptions(OptionalLong.of(version));
    }
}
