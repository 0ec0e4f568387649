package io.grove.client;

import java.util.List;

/**
 * A commit that was applied.
 *
 * @param results one for each operation, in the same order
 * @param zxid the one zxid at which all of it took effect
 */
public record Committed(List<OperationResult> results, long zxid) {
    /** Copies the list. */
    public Committed {
        results = List.copyOf(results);
    }
}
