package io.grove.server.pipeline;

/**
 * The times of a member, all in milliseconds.
 *
 * @param sessionTimeoutMinMs shortest timeout of a session
 * @param sessionTimeoutMaxMs longest timeout of a session
 * @param lingerMaxMs longest time for which a session is kept without its client; 0 for none
 * @param tickMs period of reports of activity, of expiry and of looking whether something has to be sent again
 * @param requestTimeoutMs how long a read waits for a leader or a zxid
 * @param stalenessMaxMs without contact to a leader for so long, a member says so to its clients and answers only STALE
 *     reads
 * @param reapIntervalMs period of the leader's sweeps for empty containers and for znodes whose time to live is over
 */
public record CoreTiming(
        long sessionTimeoutMinMs,
        long sessionTimeoutMaxMs,
        long lingerMaxMs,
        long tickMs,
        long requestTimeoutMs,
        long stalenessMaxMs,
        long reapIntervalMs) {}
