package io.grove.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What administrators do: with the sessions of others, and backups. Needs no session of its own. Asynchronous and
 * thread-safe.
 */
public interface GroveAdmin extends AutoCloseable {
    /** Lists a page of the sessions of clients, by id. Needs ADMIN on {@code /zookeeper}. Errors: NO_AUTH. */
    CompletableFuture<Page<SessionDescription>> sessions(SessionsOptions options);

    /**
     * Closes a session of a client and deletes its ephemerals, at one zxid, which it gives. Needs ADMIN on
     * {@code /zookeeper}. Errors: NO_AUTH, SESSION_EXPIRED when there is no such session (any more).
     */
    CompletableFuture<Long> killSession(long sessionId);

    /**
     * Takes a backup: the whole replicated state at one zxid, which holds all that was acknowledged before. The bytes
     * are those of a snapshot, and check themselves when they are read. Needs ADMIN on {@code /zookeeper}. Errors:
     * NO_AUTH, NO_LEADER, OVERLOADED; INTERNAL when {@code target} fails, or what has come is not what was sent: then
     * the part that has come is worth nothing.
     *
     * @param isStale whether the state will do that the member has which answers, also without a leader
     * @param target takes the bytes
     */
    CompletableFuture<BackupSummary> backup(boolean isStale, BackupTarget target);

    /**
     * Raises the feature level to what the programs of all members know: the end of a rolling upgrade, from which no
     * member can go back to the version before. Changes nothing when a member does not say what it knows; asked again,
     * it does no harm. Needs ADMIN on {@code /zookeeper}. Errors: NO_AUTH.
     */
    CompletableFuture<UpgradeState> finishUpgrade();

    /** Who the ensemble takes the caller to be. */
    CompletableFuture<List<Identity>> whoAmI();

    /** Who belongs to the ensemble, voters first. */
    CompletableFuture<List<MemberDescription>> members();

    /**
     * Adds a member. Needs ADMIN on {@code /zookeeper}, as all changes of members. Errors of all: NO_AUTH, NO_LEADER,
     * CHANGE_IN_PROGRESS, OUTCOME_UNKNOWN; and here MEMBER_EXISTS, MEMBER_NOT_READY, QUORUM_AT_RISK.
     *
     * @param promote whether it gets a vote as soon as it has caught up
     * @return who belongs then
     */
    CompletableFuture<List<MemberDescription>> addMember(NewMember member, boolean promote, ChangeOptions options);

    /** Gives a listener a vote. Errors: NO_MEMBER, MEMBER_EXISTS, MEMBER_NOT_READY, QUORUM_AT_RISK. */
    CompletableFuture<List<MemberDescription>> promoteMember(String id, ChangeOptions options);

    /** Removes a member. Errors: NO_MEMBER, QUORUM_AT_RISK. */
    CompletableFuture<List<MemberDescription>> removeMember(String id, ChangeOptions options);

    /** Adds a member and puts it in the place of another in one step. Errors: those of adding and removing. */
    CompletableFuture<List<MemberDescription>> replaceMember(String id, NewMember member, ChangeOptions options);

    /**
     * Has another member lead. Errors: NO_MEMBER, MEMBER_NOT_READY.
     *
     * @param id a voter, or empty for any
     * @return id of the leader
     */
    CompletableFuture<String> transferLeadership(String id);

    /** Ends it. What is pending fails with CLOSED. */
    @Override
    void close();
}
