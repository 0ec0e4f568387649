package io.grove.ratis;

import io.grove.command.Batch;
import io.grove.ratis.StartRefusedException.Reason;
import io.grove.replication.AppliedListener;
import io.grove.replication.Leadership;
import io.grove.replication.LeadershipListener;
import io.grove.replication.ProposalException;
import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member's part in consensus: Apache Ratis, made to behave. It is the {@link ReplicatedLog} of this member, from
 * {@link #start} to {@link #close}; both are called once, by the thread that owns the member, and everything else by
 * any thread in between (and before: then nothing is ready). The applied listener hears the state of the newest
 * snapshot before {@code start} returns; the rest of the log follows when a leader says that it is committed.
 */
public final class RatisNode implements ReplicatedLog {
    private static final Logger LOG = LoggerFactory.getLogger(RatisNode.class);

    private final RatisSettings settings;
    private final AppliedListener applied;
    private final MeterRegistry meters;
    private final FailStop failStop;
    private final LeadershipWatch leadership;
    private volatile @Nullable RatisServerParts parts;
    private @Nullable StorageGuard guard;

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
        this.settings = settings;
        this.applied = applied;
        this.meters = meters;
        this.failStop = new FailStop(failStop);
        this.leadership = new LeadershipWatch(RaftPeerId.valueOf(settings.self().value()), leadershipListener);
    }

    /**
     * Starts the member. It returns before there is a leader.
     *
     * @throws StartRefusedException when it cannot start as it is configured; nothing is left running
     */
    public void start() throws StartRefusedException {
        UUID groupId = groupId(settings);
        StorageGuard entered = StorageGuard.enter(settings, groupId);
        RatisServerParts made = null;
        try {
            checkPort();
            SnapshotFiles.finishInstall(entered.groupFolder());
            LogTail.repair(entered.groupFolder().resolve("current"));
            // Looked at again when the snapshot was read; here Ratis says nothing of its own about it.
            LogTail.checkReaches(
                    entered.groupFolder().resolve("current"),
                    SnapshotFiles.newestIndex(entered.groupFolder().resolve("sm")));
            made = new RatisServerParts(
                    settings,
                    groupId,
                    entered.raftFolder(),
                    new RatisServerParts.Surroundings(applied, failStop, leadership, meters));
            made.start();
            entered.initialised();
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

    /**
     * Of the name and the members. Two lists of members would have majorities that do not overlap, so members that were
     * given different lists must not even talk.
     */
    private static UUID groupId(RatisSettings settings) {
        String group = "grove/" + settings.cluster() + "/" + settings.memberIds();
        return UUID.nameUUIDFromBytes(group.getBytes(StandardCharsets.UTF_8));
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

    /** Ratis ends the process when it cannot bind. */
    private void checkPort() throws StartRefusedException {
        int port = settings.selfMember().port();
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
        RatisServerParts running = parts;
        if (running != null) {
            transferLeadership(running);
        }
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

    private void transferLeadership(RatisServerParts running) {
        int timeoutMs = settings.timing().transferMs();
        Optional<RaftPeerId> heir = heir(running.division().getInfo().getRoleInfoProto());
        if (heir.isEmpty() || timeoutMs == 0) {
            return;
        }
        try {
            running.transferLeadership(heir.get(), timeoutMs).get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.info("leadership not handed over to={} reason=\"{}\"", heir.get(), e.toString());
        }
    }

    /** The follower that answered last, if it has answered lately; nobody when this member does not lead. */
    private Optional<RaftPeerId> heir(RoleInfoProto role) {
        return role.getLeaderInfo().getFollowerInfoList().stream()
                .filter(peer ->
                        peer.getLastRpcElapsedTimeMs() < settings.timing().electionTimeoutMaxMs())
                .min(Comparator.comparingLong(peer -> peer.getLastRpcElapsedTimeMs()))
                .map(peer -> RaftPeerId.valueOf(peer.getId().getId()));
    }
}
