package io.grove.client;

/** The part a member plays in Raft. */
public enum MemberRole {
    /** Orders the writes. */
    LEADER,
    /** Follows a leader, or waits for one. */
    FOLLOWER,
    /** Stands for election. */
    CANDIDATE,
    /** Follows without a vote. */
    LISTENER,
    /** Is starting, or installing a snapshot. */
    STARTING,
    /** A part that this version of the client does not know. */
    UNKNOWN
}
