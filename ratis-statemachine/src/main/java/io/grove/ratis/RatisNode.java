package io.grove.ratis;

import io.grove.command.Batch;
import io.grove.command.FeatureLevel;
import io.grove.ratis.StartRefusedException.Reason;
import io.grove.replication.AppliedListener;
import io.grove.replication.Leadership;
import io.grove.replication.LeadershipListener;
import io.grove.replication.LogEnd;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.MembershipException;
import io.grove.replication.MembershipLog;
import io.grove.replication.Progress;
import io.grove.replication.ProposalException;
import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.grove.replication.Succession;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member's part in consensus: Apache Ratis, made to behave. It is the {@link ReplicatedLog} of this member, and
 * its {@link MembershipLog}, from {@link #start} to {@link #close}; both are called once, by the thread that owns the
 * member, and everything else by any thread in between (and before: then nothing is ready). The applied listener
 * hears the state of the newest snapshot before {@code start} returns; the rest of the log follows when a leader says
 * that it is committed.
 */
public final class RatisNode implements ReplicatedLog, MembershipLog, Succession {
    private static final Logger LOG = LoggerFactory.getLogger(RatisNode.class);

    private final RatisSettings settings;
    private final AppliedListener applied;
    private final MeterRegistry meters;
    private final FailStop failStop;
    private final int knownFeatureLevel;
    private final LeadershipWatch leadership;
    private volatile @Nullable RatisServerParts parts;
    private volatile @Nullable StorageGuard guard;

    /**
     * Prepares a member; nothing happens before {@link #start}.
     *
     * @param applied hears what the log does, on the apply thread; it must not propose from there
     * @param leadershipListener hears who leads, in order, on a thread of its own
     * @param meters gets this member's {@code grove.raft.*} meters, until it is closed
     * @param failStop is called at most once, on a thread of its own, with a line for people, when this member cannot
     *     go on: the process shall exit
     */
    public RatisNode(
            RatisSettings settings,
            AppliedListener applied,
            LeadershipListener leadershipListener,
            MeterRegistry meters,
            Consumer<String> failStop) {
        this(settings, applied, leadershipListener, meters, failStop, FeatureLevel.KNOWN);
    }

    /**
     * The same for a program that knows feature levels up to another one: what a member of another version would do.
     *
     * @param knownFeatureLevel the highest level with which it goes on
     */
    public RatisNode(
            RatisSettings settings,
            AppliedListener applied,
            LeadershipListener leadershipListener,
            MeterRegistry meters,
            Consumer<String> failStop,
            int knownFeatureLevel) {
        this.knownFeatureLevel = knownFeatureLevel;
        this.settings = settings;
        this.applied = applied;
        this.meters = meters;
        this.failStop = new FailStop(failStop);
        this.leadership = new LeadershipWatch(RaftPeerId.valueOf(settings.self().value()), leadershipListener);
    }

    /**
     * Starts the member: a founder, or one that belonged before. It returns before there is a leader.
     *
     * @throws StartRefusedException when it cannot start as it is configured; nothing is left running
     */
    public void start() throws StartRefusedException {
        start(StorageGuard.enter(settings, null, knownFeatureLevel));
    }

    /**
     * Starts a member that joins an ensemble, unless it has joined before. It listens until it is added.
     *
     * @throws StartRefusedException when it cannot start as it is configured; nothing is left running
     */
    public void join(Introducer introducer) throws StartRefusedException {
        start(StorageGuard.enter(settings, introducer, knownFeatureLevel));
    }

    private void start(StorageGuard entered) throws StartRefusedException {
        RatisServerParts made = null;
        try {
            Quarantine.check(settings.storage().folder());
            checkPort();
            StorageCheck.run(entered.groupFolder(), entered.memory());
            made = new RatisServerParts(
                    settings,
                    entered,
                    new RatisServerParts.Surroundings(
                            applied,
                            failStop,
                            leadership,
                            meters,
                            seen -> membershipSeen(entered, seen),
                            knownFeatureLevel));
            made.start();
            entered.started();
        } catch (StartRefusedException e) {
            abandon(made, entered);
            throw e;
        } catch (IOException | RuntimeException e) {
            abandon(made, entered);
            Throwable root = rootOf(e);
            if (root instanceof StartRefusedException refused) {
                throw refused;
            }
            throw new StartRefusedException(
                    root instanceof BindException ? Reason.PORT_IN_USE : Reason.UNUSABLE_DATA,
                    "Ratis did not start: "
                            + root.toString().lines().findFirst().orElse("unknown"),
                    e);
        }
        guard = entered;
        parts = made;
    }

    private static void membershipSeen(StorageGuard entered, Membership seen) {
        try {
            entered.admit(seen);
        } catch (IOException e) {
            throw new UncheckedIOException("the marker of the data folder cannot be written", e);
        }
    }

    private void abandon(@Nullable RatisServerParts made, StorageGuard entered) {
        failStop.disarm();
        if (made != null) {
            made.close();
        }
        leadership.close();
        entered.close();
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /**
     * Stops this member, because its state is not that of the others, and keeps it from starting with it again. Like
     * every failure, it is told to who made this.
     */
    public void quarantine(String reason) {
        try {
            Quarantine.begin(settings.storage().folder(), reason);
        } catch (IOException e) {
            LOG.error("the divergence could not be noted in the data folder", e);
        }
        failStop.stop(reason, null);
    }

    /** Ratis ends the process when it cannot bind. */
    private void checkPort() throws StartRefusedException {
        int port = settings.selfMember().raftPort();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.listenHost(), port));
        } catch (IOException e) {
            throw new StartRefusedException(
                    Reason.PORT_IN_USE,
                    "raft port " + settings.listenHost() + ":" + port + " cannot be bound: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public CompletableFuture<Void> propose(Batch batch) {
        RatisServerParts running = parts;
        if (running == null) {
            return CompletableFuture.failedFuture(
                    new ProposalException(ProposalException.Reason.CLOSED, "this member does not run"));
        }
        return running.log().propose(batch);
    }

    @Override
    public Leadership leadership() {
        return leadership.current();
    }

    @Override
    public ReplicationStatus status() {
        RatisServerParts running = parts;
        return running == null
                ? new ReplicationStatus(ReplicationStatus.Role.STARTING, 0, -1, -1, -1, false)
                : running.status();
    }

    @Override
    public int batchBytesMax() {
        return settings.storage().log().batchBytesMax();
    }

    @Override
    public Set<MemberId> voters() {
        RatisServerParts running = parts;
        return running == null ? Set.of() : running.succession().voters();
    }

    @Override
    public LogEnd logEnd() {
        RatisServerParts running = parts;
        return running == null ? new LogEnd(0, -1) : running.succession().logEnd();
    }

    @Override
    public boolean isGone(MemberId member) {
        RatisServerParts running = parts;
        return running != null && running.succession().isGone(member);
    }

    @Override
    public boolean standAgainst(MemberId leader) {
        RatisServerParts running = parts;
        return running != null && running.succession().standAgainst(leader);
    }

    /**
     * Takes a snapshot now, in the background, or joins the one under way.
     *
     * @return completes with the log index up to which the newest snapshot goes, on a thread that must not be held up
     */
    public CompletableFuture<Long> takeSnapshot() {
        RatisServerParts running = parts;
        return running == null
                ? CompletableFuture.failedFuture(new IOException("this member does not run"))
                : running.snapshots().request();
    }

    /** Hands leadership over, if it is here and somebody can take it, and stops. The data stays. */
    @Override
    public void close() {
        failStop.disarm();
        handOver();
        closeAbruptly();
    }

    /** As a crash would: the others find out by their timeouts. */
    void closeAbruptly() {
        failStop.disarm();
        RatisServerParts running = parts;
        parts = null;
        if (running != null) {
            running.close();
        }
        leadership.close();
        StorageGuard entered = guard;
        guard = null;
        if (entered != null) {
            entered.close();
        }
    }

    @Override
    public UUID groupId() {
        StorageGuard entered = guard;
        return entered == null ? new UUID(0, 0) : entered.groupId();
    }

    @Override
    public Membership membership() {
        RatisServerParts running = parts;
        return running == null
                ? new Membership(-1, false, List.of(), List.of())
                : running.membership().current();
    }

    @Override
    public boolean isAdmitted() {
        StorageGuard entered = guard;
        return entered != null && entered.isAdmitted();
    }

    @Override
    public List<Progress> progress() {
        RatisServerParts running = parts;
        return running == null ? List.of() : running.membership().progress();
    }

    @Override
    public CompletableFuture<Void> change(Membership from, Membership to) {
        RatisServerParts running = parts;
        return running == null ? notRunning() : running.membership().change(from, to);
    }

    @Override
    public CompletableFuture<Void> transferLeadership(MemberId heir, long timeoutMs) {
        RatisServerParts running = parts;
        return running == null ? notRunning() : running.membership().transferLeadership(heir, timeoutMs);
    }

    @Override
    public CompletableFuture<Void> stepDown() {
        RatisServerParts running = parts;
        return running == null
                ? notRunning()
                : running.membership().stepDown(settings.timing().requestTimeoutMs());
    }

    private static CompletableFuture<Void> notRunning() {
        return CompletableFuture.failedFuture(
                new MembershipException(MembershipException.Reason.NOT_LEADER, "this member does not run"));
    }

    @Override
    public void markRemoved() {
        StorageGuard entered = guard;
        try {
            if (entered != null) {
                entered.markRemoved();
            }
        } catch (IOException e) {
            LOG.error("the removal could not be noted in the data folder", e);
        }
    }

    /** Hands leadership over, if it is here and somebody can take it. Waits for that, for a bounded time. */
    public void handOver() {
        RatisServerParts running = parts;
        int timeoutMs = settings.timing().transferMs();
        if (running == null || timeoutMs == 0) {
            return;
        }
        Optional<MemberId> heir = running.membership().heir(settings.timing().electionTimeoutMaxMs());
        if (heir.isEmpty()) {
            return;
        }
        try {
            running.membership().transferLeadership(heir.get(), timeoutMs).get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("leadership not handed over to={} reason=\"{}\"", heir.get(), e.toString());
        }
    }
}
