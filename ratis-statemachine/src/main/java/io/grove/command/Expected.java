package io.grove.command;

import io.grove.tree.Znode;
import java.util.OptionalLong;

/**
 * What a znode has to be for a command to take effect.
 *
 * @param version its version, if that matters
 * @param mzxid its mzxid, if that matters; other than versions it is never the same again after the znode was deleted
 * and
 *     created anew
 */
public record Expected(OptionalLong version, OptionalLong mzxid) {
    /** Whatever it is. */
    public static final Expected ANY = new Expected(OptionalLong.empty(), OptionalLong.empty());

    /** This version, if one is given. */
    public static Expected version(OptionalLong version) {
        return new Expected(version, OptionalLong.empty());
    }

    /** This version. */
    public static Expected version(long version) {
        return version(OptionalLong.of(version));
    }

    /** This mzxid. */
    public static Expected mzxid(long mzxid) {
        return new Expected(OptionalLong.empty(), OptionalLong.of(mzxid));
    }

    /** Whether a znode is what is expected. */
    public boolean isMetBy(Znode znode) {
        return version.orElse(znode.version()) == znode.version() && mzxid.orElse(znode.mzxid()) == znode.mzxid();
    }
}
