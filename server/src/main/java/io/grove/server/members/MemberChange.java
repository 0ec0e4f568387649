package io.grove.server.members;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import java.util.Optional;

/** A change of who belongs, or of who leads. */
public sealed interface MemberChange {
    /** A member is added, as a listener; and gets a vote as soon as it has caught up, if so wished. */
    record Add(Applicant applicant, boolean asVoter) implements MemberChange {}

    /** A listener gets a vote. */
    record Promote(MemberId id) implements MemberChange {}

    /** A member goes. */
    record Remove(MemberId id) implements MemberChange {}

    /** A member is added and takes the place of another. */
    record Replace(MemberId id, Applicant applicant) implements MemberChange {}

    /** Another member leads: this one, or whichever follows best. */
    record Lead(Optional<MemberId> heir) implements MemberChange {}

    /**
     * A member that is to be added, as the administrator names it. What is empty is taken from what it says of itself.
     *
     * @param id its id, or empty
     * @param raftAddress its Raft address, or empty
     * @param peerAddress where it is asked
     * @param clientAddress its address for clients, or empty
     */
    record Applicant(String id, String raftAddress, String peerAddress, String clientAddress) {
        /** Whether it can be this one. */
        boolean matches(Member member) {
            return fits(id, member.id().value())
                    && fits(raftAddress, member.raftAddress())
                    && peerAddress.equals(member.peerAddress())
                    && fits(clientAddress, member.clientAddress());
        }

        private static boolean fits(String wanted, String found) {
            return wanted.isEmpty() || wanted.equals(found);
        }
    }
}
