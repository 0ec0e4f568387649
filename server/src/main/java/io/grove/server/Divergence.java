package io.grove.server;

import io.grove.replication.Member;
import io.grove.replication.Membership;
import io.grove.replication.MembershipLog;
import io.grove.replication.ReplicatedLog;
import io.grove.server.state.DigestExchange;
import java.util.stream.Collectors;

/** What the exchange of digests needs to know of the ensemble. */
final class Divergence {
    /** Between two rounds. */
    static final long PERIOD_MS = 1_000;

    private Divergence() {}

    static DigestExchange.Ensemble ensemble(MembershipLog members, ReplicatedLog log) {
        Membership membership = members.membership();
        return new DigestExchange.Ensemble(
                membership.all().map(Member::id).collect(Collectors.toUnmodifiableSet()),
                membership.voters().stream().map(Member::id).collect(Collectors.toUnmodifiableSet()),
                log.leadership().leader());
    }
}
