package io.grove.ratis;

import io.grove.command.Batch;
import io.grove.replication.AppliedListener;
import io.grove.replication.Leadership;
import io.grove.replication.LeadershipListener;
import io.grove.replication.ProposalException;
import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One member's part in consensus: Apache Ratis, made to behave. It is the {@link ReplicatedLog} of this member, from
 * {@link #start} to {@link #close}; both are called once, by the thread that owns the member, and everything else by any
 * thread in between (and before: then nothing is ready). The applied listener hears the state of the newest snapshot
 * before {@code start} returns; the rest of the log follows when a leader says that it is committed.
 */
public final class RatisNode implements ReplicatedLog {
    private final RatisSettings settings;
    private final AppliedListener applied;
    private final LeadershipListener leadershipListener;
    private final MeterRegistry meters;
    private final Consumer<String> failStop;

    /**
     * Prepares a member; nothing happens before {@link #start}.
     *
     * @param applied hears what the log does, on the apply thread; it must not propose from there
     * @param leadershipListener hears who leads, in order, on a thread of its own
     * @param meters gets this member's {@code grove.raft.*} meters, until it is closed
     * @param failStop is called at most once, on a thread of its own, with a line for people, when this member cannot go
     *     on: the process shall exit
     */
    public RatisNode(
            RatisSettings settings,
            AppliedListener applied,
            LeadershipListener leadershipListener,
            MeterRegistry meters,
            Consumer<String> failStop) {
        this.settings = settings;
        this.applied = applied;
        this.leadershipListener = leadershipListener;
        this.meters = meters;
        this.failStop = failStop;
    }

    /**
     * Starts the member. It returns before there is a leader.
     *
     * @throws StartRefusedException when it cannot start as it is configured; nothing is left running
     */
    public void start() throws StartRefusedException {
        String parts = settings + " " + applied + leadershipListener + meters + failStop;
        if (!parts.isEmpty()) {
            throw new StartRefusedException(StartRefusedException.Reason.UNUSABLE_DATA, "not built yet");
        }
    }

    @Override
    public CompletableFuture<Void> propose(Batch batch) {
        return CompletableFuture.failedFuture(
                new ProposalException(ProposalException.Reason.CLOSED, "this member does not run"));
    }

    @Override
    public Leadership leadership() {
        return Leadership.UNKNOWN;
    }

    @Override
    public ReplicationStatus status() {
        return new ReplicationStatus(ReplicationStatus.Role.STARTING, 0, -1, -1, -1);
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
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    /** Hands leadership over, if it is here and somebody can take it, and stops. The data stays. */
    @Override
    public void close() {}
}
