package io.grove.replication;

/**
 * How another member follows, as the leader sees it.
 *
 * @param member its id
 * @param lag log entries that are committed, and not yet known to it as committed
 * @param silenceMs milliseconds since it has answered
 */
public record Progress(MemberId member, long lag, long silenceMs) {}
