package io.grove.command;

/**
 * What the log and the snapshots of an ensemble may hold. The level stands in the replicated state and only ever rises:
 * as long as it is below what a program knows, nothing is written that a program of that level can't read, so that a
 * member may go back to the version before. A member never serves above its own level: it stops instead of guessing.
 */
public final class FeatureLevel {
    /** What every ensemble begins with, and what the first release knows. */
    public static final int FIRST = 1;

    /** The highest level that this program knows. */
    public static final int KNOWN = 1;

    private FeatureLevel() {}

    /** Why a program that knows levels up to {@code known} must not go on with an ensemble of another one. */
    public static String tooHigh(int level, int known) {
        return "the ensemble has feature level " + level + ", this program knows levels up to " + known
                + ": it is too old for this data; start a newer version";
    }
}
