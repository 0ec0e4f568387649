package io.grove.machine;

import io.grove.tree.Znode;
import java.util.OptionalLong;

/** Compares the version of a znode with the expected one. */
final class Versions {
    private Versions() {}

    /** Whether it is the expected version, or none is expected. */
    static boolean isExpected(OptionalLong expected, Znode znode) {
        return expected.isEmpty() || expected.getAsLong() == znode.version();
    }
}
