package io.grove.server.sim;

/**
 * Limits of simulated members that decide what clients see.
 *
 * @param historyChangesMax changes that are kept for watches to go on from
 * @param outboxBytesMax what may wait for one client
 * @param requestsInFlightMax requests that may wait at a member
 */
record SimBounds(int historyChangesMax, long outboxBytesMax, int requestsInFlightMax) {
    static final SimBounds WIDE = new SimBounds(100_000, 100_000, 200);

    /** Some seeds are of members that have little room, so that everything overflows now and then. */
    static SimBounds of(long seed) {
        return switch ((int) Math.floorMod(seed, 6L)) {
            case 0 -> new SimBounds(50, 100_000, 200);
            case 1 -> new SimBounds(100_000, 8_000, 200);
            case 2 -> new SimBounds(300, 20_000, 25);
            default -> WIDE;
        };
    }
}
