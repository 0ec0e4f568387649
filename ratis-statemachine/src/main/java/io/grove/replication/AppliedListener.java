package io.grove.replication;

import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import java.util.List;

/** Is told what the log has done to the state, on the apply thread, in log order. Must not wait, must not throw. */
public interface AppliedListener {
    /** The commands of one log entry were applied. */
    void applied(List<Applied> commands);

    /**
     * The state was replaced: at start, from the newest snapshot (or empty), and when a snapshot of the leader was
     * installed because this member lagged too far behind. What was between is not known.
     */
    void restored(MachineState state);
}
