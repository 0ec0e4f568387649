package io.grove.machine;

import io.grove.command.Change;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import java.util.List;

/**
 * What applying one command gave.
 *
 * @param next the state afterwards; its zxid is the one that this command took
 * @param envelope the command
 * @param writeZxid the zxid at which the command took effect: {@code next.zxid()}, or, when the write number had been
 *     applied before, the zxid of that first time
 * @param result the result, that of the first time for a repeated write
 * @param changes the znode events in order; empty for a refused or a repeated command
 */
public record Applied(
        MachineState next, CommandEnvelope envelope, long writeZxid, Result result, List<Change> changes) {
    /** Copies the list. */
    public Applied {
        changes = List.copyOf(changes);
    }
}
