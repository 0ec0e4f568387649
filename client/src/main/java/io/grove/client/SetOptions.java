package io.grove.client;

import java.util.OptionalLong;

/**
 * On which condition {@code set} is done.
 *
 * @param expectedVersion when present: only if the znode's version is this one; BAD_VERSION otherwise
 */
public record SetOptions(OptionalLong expectedVersion) {
    /** Whatever the version is. */
    public static SetOptions any() {
        return new SetOptions(OptionalLong.empty());
    }

    /** Only if the version is this one. */
    public static SetOptions ifVersion(long version) {
        return new SetOptions(OptionalLong.of(version));
    }
}
