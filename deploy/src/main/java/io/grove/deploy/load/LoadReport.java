package io.grove.deploy.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the writes of a load.
 *
 * @param acknowledged writes that were acknowledged
 * @param creations those of them that created a znode
 * @param violations what is not as promised, a sentence each; the first few only
 */
public record LoadReport(long acknowledged, long creations, List<String> violations) {
    static final LoadReport EMPTY = new LoadReport(0, 0, List.of());

    private static final int VIOLATIONS_MAX = 10;

    /** Copies the list. */
    public LoadReport {
        violations = violations.stream().limit(VIOLATIONS_MAX).toList();
    }

    /** Whether all is as promised. */
    public boolean isClean() {
        return violations.isEmpty();
    }

    LoadReport plus(LoadReport other) {
        List<String> all = new ArrayList<>(violations);
        all.addAll(other.violations);
        return new LoadReport(acknowledged + other.acknowledged, creations + other.creations, all);
    }
}
