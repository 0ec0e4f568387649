package io.grove.server.state;

import io.grove.replication.MemberId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the members' digests at one zxid say about this member. Whoever differs from a majority of all voters is wrong.
 * Where no digest has a majority, because too many are away, the leader's counts: there must be one that goes on, and
 * what it has acknowledged came from its state.
 */
final class DigestVotes {
    private DigestVotes() {}

    /** What follows for this member. */
    enum Verdict {
        /** Nobody differs from it. */
        AGREED,
        /** Others differ, and they are wrong: they will find it out themselves. */
        OTHERS_DIFFER,
        /** The leader differs, and no majority is known: it is wrong unless a majority turns up that says otherwise. */
        DOUBTFUL,
        /** A majority differs: it is wrong. */
        DIFFERS
    }

    /**
     * The verdict.
     *
     * @param own this member's digest
     * @param others the digests of the others that have one
     * @param voters all voters, those that are away and possibly this member too
     * @param leader the leader, if one is known
     */
    static Verdict verdict(
            MemberId self, long own, Map<MemberId, Long> others, Set<MemberId> voters, Optional<MemberId> leader) {
        if (others.values().stream().allMatch(digest -> digest == own)) {
            return Verdict.AGREED;
        }
        Map<Long, Set<MemberId>> votes = new TreeMap<>();
        TreeMap<MemberId, Long> all = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        all.putAll(others);
        all.put(self, own);
        all.forEach((member, digest) -> {
            if (voters.contains(member)) {
                votes.computeIfAbsent(digest, unused -> new TreeSet<>(all.comparator()))
                        .add(member);
            }
        });
        for (Map.Entry<Long, Set<MemberId>> vote : votes.entrySet()) {
            if (2 * vote.getValue().size() > voters.size()) {
                return vote.getKey() == own ? Verdict.OTHERS_DIFFER : Verdict.DIFFERS;
            }
        }
        Long leaders = leader.map(all::get).orElse(null);
        return leaders != null && leaders != own ? Verdict.DOUBTFUL : Verdict.OTHERS_DIFFER;
    }
}
