package io.grove.server.session;

import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;

/** A Stat, when it does not matter which. */
final class StatSamples {
    private StatSamples() {}

    static Stat any() {
        return new Stat(1, 1, 1, 1, 1, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0);
    }
}
