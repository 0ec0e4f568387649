package io.grove.deploy.history;

import java.util.List;

/**
 * What the checker says.
 *
 * @param violations what is not as promised; the first few of each kind
 * @param calls operations that were checked
 * @param acknowledged writes that were acknowledged
 * @param events events that were checked
 * @param isComplete whether everything could be checked: some watch of everything has told all that happened
 */
public record Verdict(List<Violation> violations, long calls, long acknowledged, long events, boolean isComplete) {
    /** Copies the list. */
    public Verdict {
        violations = List.copyOf(violations);
    }
}
