package io.grove.client;

import java.util.OptionalLong;

/**
 * On which condition {@code setAcl} is done.
 *
 * @param expectedAversion when present: only if the {@code aversion} is this one; BAD_VERSION otherwise
 */
public record AclOptions(OptionalLong expectedAversion) {
    /** Whatever the version is. */
    public static AclOptions any() {
        return new AclOptions(OptionalLong.empty());
    }

    /** Only if the {@code aversion} is this one. */
    public static AclOptions ifAversion(long aversion) {
        return new AclOptions(OptionalLong.of(aversion));
    }
}
