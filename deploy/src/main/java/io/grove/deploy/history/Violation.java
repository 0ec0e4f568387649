package io.grove.deploy.history;

import java.util.List;

/**
 * A promise that was broken.
 *
 * @param invariant which
 * @param what what is wrong, a sentence
 * @param evidence the entries of the history that show it
 */
public record Violation(Invariant invariant, String what, List<Entry> evidence) {
    /** Copies the list. */
    public Violation {
        evidence = List.copyOf(evidence);
    }

    /** With one or more entries. */
    public Violation(Invariant invariant, String what, Entry... evidence) {
        this(invariant, what, List.of(evidence));
    }

    @Override
    public String toString() {
        return invariant + ": " + what;
    }
}
