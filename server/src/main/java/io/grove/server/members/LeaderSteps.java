package io.grove.server.members;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.MembershipException;
import io.grove.replication.MembershipLog;
import io.grove.replication.Progress;
import io.grove.replication.ReplicatedLog;
import io.grove.server.session.RefusalReason;
import io.grove.server.time.Scheduler;
import io.grove.server.time.Ticker;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the leader's changes consist of. Each step waits for its outcome, so they have a thread of their own. */
final class LeaderSteps {
    /** A change that is in the log is committed by the next answers of a majority. */
    private static final long COMMIT_MS = 10_000;

    private static final long TRANSFER_MS = 5_000;
    private static final long PAUSE_MS = 50;
    /** Followers are always a little behind while there are writes. */
    private static final long LAG_MAX = 200;

    private final MemberId self;
    private final ReplicatedLog log;
    private final MembershipLog members;
    private final Ticker ticker;
    private final Scheduler scheduler;
    private final long silenceMsMax;

    LeaderSteps(
            MemberId self,
            ReplicatedLog log,
            MembershipLog members,
            Ticker ticker,
            Scheduler scheduler,
            long silenceMsMax) {
        this.self = self;
        this.log = log;
        this.members = members;
        this.ticker = ticker;
        this.scheduler = scheduler;
        this.silenceMsMax = silenceMsMax;
    }

    /** Who belongs now, with no change under way. */
    Membership settled() throws ChangeRefusedException {
        if (!log.leadership().isReadyHere()) {
            throw new ChangeRefusedException(RefusalReason.NO_LEADER, "this member does not lead any more");
        }
        if (!waited(COMMIT_MS, () -> members.membership().isSettled())) {
            throw new ChangeRefusedException(
                    RefusalReason.CHANGE_IN_PROGRESS, "an earlier change of members is not committed yet");
        }
        return members.membership();
    }

    /** Logs a new membership and waits until it is committed. */
    Membership commit(Membership from, Membership to) throws ChangeRefusedException {
        return commit(from, to, COMMIT_MS);
    }

    /** The same with a limit of its own, for a membership with somebody new who has to be brought up to date first. */
    Membership commit(Membership from, Membership to, long timeoutMs) throws ChangeRefusedException {
        try {
            members.change(from, to).get(timeoutMs, TimeUnit.MILLISECONDS);
            return members.membership();
        } catch (TimeoutException e) {
            if (members.membership().index() != from.index()) {
                throw unknown("the change is not committed within " + timeoutMs + " ms, and may still be");
            }
            abandon();
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY, "the new member has not caught up within " + timeoutMs + " ms");
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("this member is stopping");
        }
    }

    /** Only the next leader forgets that somebody was to be brought up to date. */
    private void abandon() {
        CompletableFuture<Void> ended = bestHeir()
                .map(heir -> members.transferLeadership(heir, TRANSFER_MS))
                .orElseGet(members::stepDown);
        waited(TRANSFER_MS, ended::isDone);
    }

    private static ChangeRefusedException refusal(@Nullable Throwable cause) {
        if (cause instanceof MembershipException failure) {
            return switch (failure.reason()) {
                case NOT_LEADER -> unknown("the leader has changed: look who belongs, and try again if need be");
                case BUSY ->
                    new ChangeRefusedException(
                            RefusalReason.CHANGE_IN_PROGRESS, "another change of members is under way");
                case FAILED -> unknown("the change failed: " + failure.getMessage());
            };
        }
        return unknown("the change failed: " + cause);
    }

    private static ChangeRefusedException unknown(String message) {
        return new ChangeRefusedException(RefusalReason.OUTCOME_UNKNOWN, message);
    }

    /** Waits until a member has nearly all that is committed, and answers. */
    void requireCaughtUp(Member member, long timeoutMs) throws ChangeRefusedException {
        if (!waited(timeoutMs, () -> isCaughtUp(member.id()))) {
            String state = progressOf(member.id())
                    .map(progress -> progress.silenceMs() > silenceMsMax
                            ? "does not answer since " + progress.silenceMs() + " ms"
                            : "is " + progress.lag() + " log entries behind")
                    .orElse("is not followed up");
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY, "member " + member.id() + " has not caught up: it " + state);
        }
    }

    private boolean isCaughtUp(MemberId id) {
        return progressOf(id)
                .map(progress -> progress.silenceMs() <= silenceMsMax && progress.lag() <= LAG_MAX)
                .orElse(false);
    }

    private Optional<Progress> progressOf(MemberId id) {
        return members.progress().stream()
                .filter(progress -> progress.member().equals(id))
                .findFirst();
    }

    /** Refuses a membership whose voters that live are no majority. */
    void requireQuorum(Membership wanted, boolean isForced) throws ChangeRefusedException {
        if (wanted.voters().isEmpty()) {
            throw new ChangeRefusedException(
                    RefusalReason.QUORUM_AT_RISK, "it is the last voter: without it there is no ensemble");
        }
        Optional<String> risk = Quorum.risk(wanted, living());
        if (risk.isPresent() && !isForced) {
            throw new ChangeRefusedException(
                    RefusalReason.QUORUM_AT_RISK,
                    "refused, unless forced: " + risk.get() + ", and nothing could be written any more");
        }
    }

    private Set<MemberId> living() {
        Set<MemberId> living = new HashSet<>();
        living.add(self);
        members.progress().stream()
                .filter(progress -> progress.silenceMs() <= silenceMsMax)
                .forEach(progress -> living.add(progress.member()));
        return living;
    }

    /** The voter that follows best, if any lives. */
    Optional<MemberId> bestHeir() {
        Membership now = members.membership();
        return members.progress().stream()
                .filter(progress -> progress.silenceMs() <= silenceMsMax && now.hasVoter(progress.member()))
                .min(Comparator.comparingLong(Progress::lag))
                .map(Progress::member);
    }

    /** Hands leadership over and waits until the other is known to lead. */
    void transfer(MemberId heir) throws ChangeRefusedException {
        try {
            members.transferLeadership(heir, TRANSFER_MS).get(TRANSFER_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY,
                    "member " + heir + " did not take leadership over: " + e.getMessage());
        }
        if (!waited(
                TRANSFER_MS,
                () -> log.leadership().leader().filter(heir::equals).isPresent())) {
            throw new ChangeRefusedException(RefusalReason.MEMBER_NOT_READY, "member " + heir + " does not lead");
        }
    }

    /** Waits for a condition, for so long at most. */
    boolean waited(long timeoutMs, BooleanSupplier condition) {
        long end = ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean()) {
            if (ticker.nanos() - end >= 0) {
                return false;
            }
            CompletableFuture<Void> pause = new CompletableFuture<>();
            scheduler.schedule(() -> pause.complete(null), PAUSE_MS);
            // Bounded, since the scheduler ends with the member.
            pause.completeOnTimeout(null, 10 * PAUSE_MS, TimeUnit.MILLISECONDS).join();
        }
        return true;
    }
}
