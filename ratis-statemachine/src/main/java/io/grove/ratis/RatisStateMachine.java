package io.grove.ratis;

import io.grove.codec.FormatException;
import io.grove.codec.LogCodec;
import io.grove.command.Batch;
import io.grove.command.CommandEnvelope;
import io.grove.command.FeatureLevel;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.replication.AppliedListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordination machine as Ratis drives it: decode, apply, publish. The state, the listener and the index applied
 * belong to Ratis's apply thread (at start, to the thread that starts); everything else here may be called from any of
 * Ratis's threads, with its locks held, and therefore only hands on.
 *
 * <p>A refused command is a result. Whatever is thrown here is a bug, or a log of another version: the member stops,
 * because it cannot stay equal to the others, and it says so before Ratis closes itself silently.
 */
final class RatisStateMachine extends BaseStateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(RatisStateMachine.class);
    private static final CompletableFuture<Message> APPLIED = CompletableFuture.completedFuture(Message.EMPTY);

    private final RatisSnapshots snapshots;
    private final AppliedListener listener;
    private final FailStop failStop;
    private final Runnable leadershipMayHaveChanged;
    private final int knownFeatureLevel;
    private final AtomicBoolean isLeaderMissed = new AtomicBoolean();
    private volatile MachineState state = MachineState.EMPTY;

    RatisStateMachine(
            RatisSnapshots snapshots,
            AppliedListener listener,
            FailStop failStop,
            Runnable leadershipMayHaveChanged,
            int knownFeatureLevel) {
        this.snapshots = snapshots;
        this.listener = listener;
        this.failStop = failStop;
        this.leadershipMayHaveChanged = leadershipMayHaveChanged;
        this.knownFeatureLevel = knownFeatureLevel;
    }

    // Life cycle.

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            super.initialize(server, groupId, storage);
                            SnapshotFiles.Loaded loaded = snapshots.open(storage);
                            restore(loaded == null ? TermIndex.INITIAL_VALUE : loaded.at(), stateOf(loaded));
                        },
                        IOException.class);
    }

    private static MachineState stateOf(SnapshotFiles.@Nullable Loaded loaded) {
        return loaded == null ? MachineState.EMPTY : loaded.state();
    }

    /**
     * Before a snapshot of the leader takes the place of ours. Called by an RPC thread that holds Ratis's server lock,
     * so it does not wait for the apply thread; it need not, for {@link #reinitialize} runs on that thread, after the
     * entry it may be at.
     */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        try {
            SnapshotFiles.Loaded loaded = snapshots.reload();
            getLifeCycle().startAndTransition(() -> restore(loaded.at(), loaded.state()), IOException.class);
            LOG.info("snapshot installed index={}", loaded.at().getIndex());
        } catch (IOException | RuntimeException | Error e) {
            failStop.stop("the snapshot of the leader could not be installed", e);
            throw e;
        }
    }

    private void restore(TermIndex at, MachineState restored) {
        state = restored;
        setLastAppliedTermIndex(at);
        listener.restored(restored);
    }

    // Writes.

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        Message message = request.getMessage();
        TransactionContext.Builder context = TransactionContext.newBuilder()
                .setStateMachine(this)
                .setClientRequest(request)
                .setLogData(message.getContent());
        if (message instanceof BatchMessage own) {
            return context.setStateMachineContext(own.batch()).build();
        }
        // Only this process proposes; whoever reaches Ratis's client service gets no entry into the log.
        return context.build().setException(new StateMachineException("proposals come from the member itself"));
    }

    /** An entry came from the leader: decode it now, on this thread, so that the apply thread need not. */
    @Override
    public TransactionContext startTransaction(LogEntryProto entry, RaftPeerRole role) {
        TransactionContext context = super.startTransaction(entry, role);
        try {
            context.setStateMachineContext(decode(entry));
        } catch (FormatException | RuntimeException e) {
            // It may never be committed. If it is, the apply decodes it again and stops the member.
            LOG.error("undecodable entry index={} reason=\"{}\"", entry.getIndex(), e.toString());
        }
        return context;
    }

    private static Batch decode(LogEntryProto entry) throws FormatException {
        ByteString data = entry.getStateMachineLogEntry().getLogData();
        return LogCodec.decode(data.asReadOnlyByteBuffer());
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext context) {
        LogEntryProto entry = context.getLogEntry();
        try {
            Batch batch = context.getStateMachineContext() instanceof Batch decoded ? decoded : decode(entry);
            apply(batch);
            updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
            snapshots.applied(entry.getSerializedSize());
            return APPLIED;
        } catch (FormatException | RuntimeException | Error e) {
            failStop.stop("entry " + entry.getIndex() + " of the log could not be applied", e);
            throw new IllegalStateException("entry " + entry.getIndex() + " could not be applied", e);
        }
    }

    private void apply(Batch batch) {
        List<Applied> done = new ArrayList<>(batch.envelopes().size());
        MachineState current = state;
        for (CommandEnvelope envelope : batch.envelopes()) {
            Applied applied = CoordinationMachine.apply(current, batch.timeMs(), envelope);
            current = applied.next();
            if (current.featureLevel() > knownFeatureLevel) {
                // What comes now in the log this program may not know: it must not guess.
                throw new IllegalStateException(FeatureLevel.tooHigh(current.featureLevel(), knownFeatureLevel));
            }
            done.add(applied);
        }
        state = current;
        listener.applied(done);
    }

    // Snapshots.

    @Override
    public long takeSnapshot() {
        return snapshots.take(getLastAppliedTermIndex(), state);
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return snapshots;
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return snapshots.getLatestSnapshot();
    }

    // News.

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        isLeaderMissed.set(false);
        leadershipMayHaveChanged.run();
    }

    @Override
    public void notifyLeaderReady() {
        leadershipMayHaveChanged.run();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        leadershipMayHaveChanged.run();
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        failStop.stop("the log failed" + (entry == null ? "" : " at entry " + entry.getIndex()), cause);
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServers) {
        failStop.stop("Ratis shut itself down", null);
    }

    @Override
    public void notifyExtendedNoLeader(RoleInfoProto role) {
        if (!isLeaderMissed.getAndSet(true)) {
            LOG.warn("no leader for long member={}", getId());
        }
    }
}
