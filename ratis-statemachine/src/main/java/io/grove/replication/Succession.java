package io.grove.replication;

import java.util.Set;

/**
 * The port to elections: lets a member stand at once when the process of the leader is known to be gone, instead of
 * after the election timeout. Raft stays safe whoever stands and when; but standing against a leader that lives
 * interrupts it, so be sure. Thread-safe.
 */
public interface Succession {

    /** The members that vote. Empty before the log runs. */
    Set<MemberId> voters();

    /** Where the log of this member ends. */
    LogEnd logEnd();

    /**
     * Tries the Raft port of another member. May take as long as a connection is allowed to take, a tenth of a second.
     *
     * @return whether its host refuses the connection: nobody listens there. A host that does not answer proves nothing
     */
    boolean isGone(MemberId member);

    /**
     * Stands for election, if this member follows this leader and may vote.
     *
     * @return false when there is no reason to any more, or it is not possible
     */
    boolean standAgainst(MemberId leader);
}
