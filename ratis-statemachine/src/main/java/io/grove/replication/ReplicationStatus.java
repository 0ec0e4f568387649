package io.grove.replication;

/**
 * What one member knows of the log.
 *
 * @param role the part it plays
 * @param term its Raft term
 * @param committedIndex index up to which the log is committed, as far as it knows
 * @param appliedIndex index up to which it has applied the log
 * @param sinceLeaderContactMs milliseconds since it last heard from a leader; 0 on the leader; -1 if it never did
 * @param isCaughtUp whether, since its start, it has applied all that was committed when it heard from a leader
 */
public record ReplicationStatus(
        Role role, long term, long committedIndex, long appliedIndex, long sinceLeaderContactMs, boolean isCaughtUp) {

    /** The parts a member plays. */
    public enum Role {
        /** Orders the writes. */
        LEADER,
        /** Follows a leader, or waits for one. */
        FOLLOWER,
        /** Stands for election. */
        CANDIDATE,
        /** Follows without a vote. */
        LISTENER,
        /** Is starting or installing a snapshot. */
        STARTING
    }
}
