package io.grove.server.state;

import io.grove.machine.Applied;
import io.grove.machine.MachineState;

/**
 * Is told of every command after its events are in the outboxes and its state is published: the place to complete what
 * waited for it. Called under the state lock, on the apply thread; it must not wait.
 */
public interface AppliedObserver {
    /** A command was applied; {@code applied.next()} is the current state. */
    void applied(Applied applied);

    /** The state was replaced and is the current one; what was between is not known. */
    void restored(MachineState state);
}
