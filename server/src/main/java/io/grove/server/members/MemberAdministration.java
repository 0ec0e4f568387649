package io.grove.server.members;

import io.grove.replication.Leadership;
import io.grove.replication.Member;
import io.grove.replication.Membership;
import io.grove.replication.MembershipLog;
import io.grove.replication.ReplicatedLog;
import io.grove.server.session.RefusalReason;
import io.grove.server.time.Scheduler;
import io.grove.server.time.Ticker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of who belongs, and who does at the moment. Changes are made by the leader, one at a time; any member takes
 * them and passes them on. Thread-safe; nothing here waits.
 */
public final class MemberAdministration {
    private static final Logger LOG = LoggerFactory.getLogger(MemberAdministration.class);
    private static final long RETRY_MS = 200;
    /** Through an election, and the hand-over of a leader that is to go. */
    private static final int TRIES = 40;

    private final Member self;
    private final ReplicatedLog log;
    private final MembershipLog members;
    private final MemberCalls calls;
    private final Scheduler scheduler;
    private final LeaderChanges changes;
    private final Executor worker;
    private final AtomicBoolean isBusy = new AtomicBoolean();

    /**
     * Creates it.
     *
     * @param worker makes the changes, one at a time; each may take a minute
     * @param silenceMsMax a member that has not answered for longer does not count as alive, in milliseconds
     */
    public MemberAdministration(
            Member self,
            ReplicatedLog log,
            MembershipLog members,
            MemberCalls calls,
            Ticker ticker,
            Scheduler scheduler,
            Executor worker,
            long silenceMsMax) {
        this.self = self;
        this.log = log;
        this.members = members;
        this.calls = calls;
        this.scheduler = scheduler;
        this.worker = worker;
        this.changes = new LeaderChanges(
                self.id(), members, calls, new LeaderSteps(self.id(), log, members, ticker, scheduler, silenceMsMax));
    }

    /** What this member says of itself. */
    public Description describe() {
        return new Description(
                self,
                members.groupId(),
                members.isAdmitted(),
                log.leadership().leader(),
                members.membership(),
                members.progress());
    }

    /** What the leader says, or this member when the leader does not answer. */
    public CompletableFuture<Description> describeEnsemble() {
        Description own = describe();
        Optional<Member> leader = otherLeader();
        if (leader.isEmpty()) {
            return CompletableFuture.completedFuture(own);
        }
        return calls.describe(leader.get().peerAddress()).exceptionally(noAnswer -> own);
    }

    /**
     * Has a change made, wherever that is possible.
     *
     * @return who belongs then, or a {@link ChangeRefusedException}
     */
    public CompletableFuture<Membership> submit(ChangeOrder order) {
        CompletableFuture<Membership> outcome = new CompletableFuture<>();
        submit(order, TRIES, outcome);
        return outcome;
    }

    private void submit(ChangeOrder order, int tries, CompletableFuture<Membership> outcome) {
        CompletableFuture<?> unused = atLeader(order).whenComplete((membership, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause == null) {
                outcome.complete(membership);
            } else if (tries > 1
                    && cause instanceof ChangeRefusedException refused
                    && refused.refusal().reason() == RefusalReason.NO_LEADER) {
                scheduler.schedule(() -> submit(order, tries - 1, outcome), RETRY_MS);
            } else {
                outcome.completeExceptionally(cause);
            }
        });
    }

    private CompletableFuture<Membership> atLeader(ChangeOrder order) {
        if (log.leadership().isReadyHere()) {
            return execute(order);
        }
        return otherLeader()
                .map(leader -> calls.change(leader.peerAddress(), order))
                .orElseGet(() -> CompletableFuture.failedFuture(noLeader()));
    }

    private Optional<Member> otherLeader() {
        Leadership now = log.leadership();
        return now.leader()
                .filter(leader -> !leader.equals(self.id()))
                .flatMap(leader -> members.membership().find(leader));
    }

    private static ChangeRefusedException noLeader() {
        return new ChangeRefusedException(
                RefusalReason.NO_LEADER, "no leader is known, and members are changed by the leader only");
    }

    /**
     * Makes a change as the leader.
     *
     * @return who belongs then, or a {@link ChangeRefusedException}: NO_LEADER when this member does not lead
     */
    public CompletableFuture<Membership> execute(ChangeOrder order) {
        if (!log.leadership().isReadyHere()) {
            return CompletableFuture.failedFuture(noLeader());
        }
        if (!isBusy.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new ChangeRefusedException(
                    RefusalReason.CHANGE_IN_PROGRESS, "another change of members is under way"));
        }
        CompletableFuture<Membership> outcome = new CompletableFuture<>();
        worker.execute(() -> make(order, outcome));
        return outcome;
    }

    private void make(ChangeOrder order, CompletableFuture<Membership> outcome) {
        LOG.info("event=members_change order={}", order);
        Optional<Membership> done;
        try {
            done = changes.make(order);
        } catch (ChangeRefusedException refused) {
            LOG.info("event=members_change_refused reason=\"{}\"", refused.refusal());
            isBusy.set(false);
            outcome.completeExceptionally(refused);
            return;
        } catch (RuntimeException defect) {
            LOG.error("event=defect order={}", order, defect);
            isBusy.set(false);
            outcome.completeExceptionally(new ChangeRefusedException(RefusalReason.INTERNAL, "a defect of the member"));
            return;
        }
        isBusy.set(false);
        if (done.isPresent()) {
            LOG.info("event=members_changed members=\"{}\"", done.get());
            outcome.complete(done.get());
        } else {
            submit(order, TRIES, outcome);
        }
    }
}
