package io.grove.client;

import java.time.Duration;

/**
 * The session of a client.
 *
 * @param id its id, which is the {@code ephemeralOwner} of its ephemerals
 * @param timeout the timeout that the ensemble granted
 * @param member address of the member that serves it now, or served it last
 */
public record SessionInfo(long id, Duration timeout, MemberAddress member) {}
