package io.grove.client;

import java.time.Duration;
import java.util.Map;

/**
 * What a member says of itself.
 *
 * @param cluster name of its ensemble
 * @param id its id
 * @param version version of its program
 * @param raft how it stands in Raft
 * @param state what it holds
 * @param usage what its process uses
 */
public record MemberStatus(String cluster, String id, String version, Raft raft, State state, Usage usage) {

    /**
     * How a member stands in Raft.
     *
     * @param role its part
     * @param leader id of the leader, empty when none is known
     * @param term the term
     * @param committedIndex up to which the log is committed, as far as it knows
     * @param appliedIndex up to which it has applied the log
     * @param members client addresses of all members by id
     */
    public record Raft(
            MemberRole role,
            String leader,
            long term,
            long committedIndex,
            long appliedIndex,
            Map<String, String> members) {}

    /**
     * What a member holds.
     *
     * @param zxid zxid up to which it has applied
     * @param digest digest of the replicated state at that zxid; members at the same zxid have the same
     * @param znodes number of znodes
     * @param sessions number of client sessions in the ensemble
     * @param connections number of session streams at this member
     * @param watches number of watches at this member
     * @param featureLevel feature level of the ensemble
     * @param knownFeatureLevel the highest one that the member's program knows
     */
    public record State(
            long zxid,
            String digest,
            long znodes,
            long sessions,
            long connections,
            long watches,
            int featureLevel,
            int knownFeatureLevel) {}

    /**
     * What a member's process uses.
     *
     * @param cpuTime CPU time that it has used
     * @param uptime how long it has run
     */
    public record Usage(Duration cpuTime, Duration uptime) {}
}
