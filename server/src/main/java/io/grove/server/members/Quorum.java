package io.grove.server.members;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import java.util.Optional;
import java.util.Set;

/** Whether an ensemble could go on with other members. */
final class Quorum {
    private Quorum() {}

    /** Why it could not, in a few words; empty when it could. */
    static Optional<String> risk(Membership wanted, Set<MemberId> living) {
        int voters = wanted.voters().size();
        long alive = wanted.voters().stream()
                .map(Member::id)
                .filter(living::contains)
                .count();
        return 2 * alive > voters
                ? Optional.empty()
                : Optional.of("of the " + voters + " voters there would be, " + alive
                        + (alive == 1 ? " answers" : " answer") + ", which is no majority");
    }
}
