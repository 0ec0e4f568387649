package io.grove.deploy.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Collects violations; not more than a reader can use, since one often brings others about. Not thread-safe. */
final class Findings {
    private static final int OF_ONE_KIND_MAX = 5;

    private final List<Violation> violations = new ArrayList<>();

    void add(Invariant invariant, String what, Entry... evidence) {
        long same = violations.stream()
                .map(Violation::invariant)
                .filter(Predicate.isEqual(invariant))
                .count();
        if (same < OF_ONE_KIND_MAX) {
            violations.add(new Violation(invariant, what, evidence));
        }
    }

    boolean areMany() {
        return violations.size() >= OF_ONE_KIND_MAX;
    }

    List<Violation> all() {
        return violations;
    }
}
