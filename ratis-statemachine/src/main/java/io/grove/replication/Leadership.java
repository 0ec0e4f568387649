package io.grove.replication;

import java.util.Optional;

/**
 * Who leads, as far as one member knows.
 *
 * @param term the Raft term
 * @param leader the leader of that term, if known
 * @param isReadyHere whether this member is the leader and has applied all entries of earlier terms, so that it may
 *     propose, expire sessions and sweep
 */
public record Leadership(long term, Optional<MemberId> leader, boolean isReadyHere) {
    /** Before the first contact. */
    public static final Leadership UNKNOWN = new Leadership(0, Optional.empty(), false);
}
