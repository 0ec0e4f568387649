package io.grove.replication;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The port to who belongs: as part of the log, so that it changes in one order with everything else. Thread-safe. */
public interface MembershipLog {
    /** Identity of the group, the same for its life, whoever belongs to it. */
    UUID groupId();

    /** Who belongs, as far as this member knows. Cheap enough for every request. */
    Membership membership();

    /** Whether this member has been admitted: one that joins is not, until it has read so in the log. */
    boolean isAdmitted();

    /** How the others follow; empty unless this member leads. */
    List<Progress> progress();

    /**
     * Changes who belongs, on the leader. Those who are new have to run; they are brought up to date before the change
     * is logged, which takes as long as it takes.
     *
     * @param from the membership to be changed; when it is not the current one any more, nothing happens
     * @param to the voters and listeners from then on; the rest of it does not count
     * @return completes when the change is committed, or with a {@link MembershipException}
     */
    CompletableFuture<Void> change(Membership from, Membership to);

    /**
     * Hands leadership over, on the leader.
     *
     * @param heir a voter
     * @param timeoutMs how long it may take, in milliseconds
     * @return completes when the other leads, or with a {@link MembershipException}
     */
    CompletableFuture<Void> transferLeadership(MemberId heir, long timeoutMs);

    /**
     * Leads no more, until the next election.
     *
     * @return completes when it is so, or with a {@link MembershipException}
     */
    CompletableFuture<Void> stepDown();

    /**
     * This member was removed, as others have told: it is noted in the data folder, so that it does not start there
     * again.
     */
    void markRemoved();
}
