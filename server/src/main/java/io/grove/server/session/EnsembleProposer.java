package io.grove.server.session;

import io.grove.command.Command;

/** Port: proposes commands of the ensemble itself, which are harmless when lost or repeated. Thread-safe. */
@FunctionalInterface
public interface EnsembleProposer {
    /** Proposes a command. Does not wait, and may drop it. */
    void propose(Command command);
}
