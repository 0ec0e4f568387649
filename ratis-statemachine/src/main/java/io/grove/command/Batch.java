package io.grove.command;

import java.util.List;

/**
 * The commands that share one Raft log entry. Only the leader's clock and the amount of concurrent work decide where
 * one batch ends, so no outcome may depend on it, apart from the time.
 *
 * @param timeMs the leader's clock, milliseconds since 1970; the machine makes it monotonic (TIME_MONOTONIC)
 * @param envelopes the commands in the order in which they are applied
 */
public record Batch(long timeMs, List<CommandEnvelope> envelopes) {
    /** Copies the list. */
    public Batch {
        envelopes = List.copyOf(envelopes);
    }
}
