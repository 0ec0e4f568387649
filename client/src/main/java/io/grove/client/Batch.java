package io.grove.client;

import java.util.List;

/**
 * The results of a batch of reads, all of one state.
 *
 * @param results one for each read, in the same order
 * @param zxid zxid of the state
 */
public record Batch(List<ReadResult> results, long zxid) {
    /** Copies the list. */
    public Batch {
        results = List.copyOf(results);
    }
}
