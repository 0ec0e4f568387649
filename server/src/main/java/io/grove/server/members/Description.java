package io.grove.server.members;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.Progress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a member says of itself and of who belongs.
 *
 * @param self the member, as it is set up
 * @param groupId identity of its Raft group
 * @param isAdmitted whether it has been admitted to the ensemble
 * @param leader who leads, as far as it knows
 * @param membership who belongs, as far as it knows
 * @param progress how the others follow; empty unless it leads
 */
public record Description(
        Member self,
        UUID groupId,
        boolean isAdmitted,
        Optional<MemberId> leader,
        Membership membership,
        List<Progress> progress) {
    /** Copies the list. */
    public Description {
        progress = List.copyOf(progress);
    }

    /** How a member follows, if this is what the leader says. */
    public Optional<Progress> progressOf(MemberId id) {
        return progress.stream()
                .filter(follower -> follower.member().equals(id))
                .findFirst();
    }
}
