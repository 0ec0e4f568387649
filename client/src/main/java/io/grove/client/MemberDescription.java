package io.grove.client;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A member of the ensemble, and how it follows.
 *
 * @param id its id
 * @param clientAddress host and port for clients
 * @param peerAddress host and port for other members
 * @param raftAddress host and port of Raft
 * @param isVoter whether it has a vote; without one it is a listener
 * @param isLeader whether it leads
 * @param lag committed log entries that it does not know as committed yet; empty when no leader says it
 * @param isReachable whether it has answered the leader lately; empty when no leader says it
 */
public record MemberDescription(
        String id,
        String clientAddress,
        String peerAddress,
        String raftAddress,
        boolean isVoter,
        boolean isLeader,
        OptionalLong lag,
        Optional<Boolean> isReachable) {}
