package io.grove.server.admin;

/** Answers whether something is as it should be. Thread-safe, quick, changes nothing. */
@FunctionalInterface
public interface Probe {
    /** Looks. */
    Finding look();

    /**
     * What was found.
     *
     * @param isGood whether all is well
     * @param reason why, or why not, for people
     */
    record Finding(boolean isGood, String reason) {}
}
