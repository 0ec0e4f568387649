package io.grove.server.members;

/**
 * A change, and how far the leader may go for it.
 *
 * @param change the change
 * @param isForced whether it is made also when the voters that live are no majority afterwards
 * @param timeoutMs how long a member may take to catch up, in milliseconds
 */
public record ChangeOrder(MemberChange change, boolean isForced, long timeoutMs) {}
