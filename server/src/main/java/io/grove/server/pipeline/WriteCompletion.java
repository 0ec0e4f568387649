package io.grove.server.pipeline;

import io.grove.machine.Applied;

/** Goes on with a write that was applied. Called under the state lock, at the apply. */
@FunctionalInterface
interface WriteCompletion {
    /** The write was applied, now or, when {@code writeZxid} is lower than the state's, before. */
    void applied(Applied applied);
}
