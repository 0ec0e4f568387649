package io.grove.server.sim;

import io.grove.command.Batch;
import io.grove.command.CommandEnvelope;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.replication.AppliedListener;
import io.grove.replication.Leadership;
import io.grove.replication.LeadershipListener;
import io.grove.replication.MemberId;
import io.grove.replication.ProposalException;
import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Consensus without its inside: one order of entries, several replicas that apply it with delay, one leader at a time.
 * Proposals may be lost, or be logged while their proposer is told that they failed; a change of leader commits some
 * beginning of what was in flight and drops the rest; a replica that was cut off catches up entry by entry or by a
 * snapshot.
 */
public final class SimulatedLog {
    private static final int BATCH_BYTES_MAX = 64 * 1024;
    private static final long CONTACT_PERIOD_MS = 50;

    private final SimTime time;
    private final Random random;
    private final Oracle oracle;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Batch> committed = new ArrayList<>();
    private @Nullable Replica leader;
    private long term;
    private double lossProbability;

    SimulatedLog(SimTime time, Random random, Oracle oracle) {
        this.time = time;
        this.random = random;
        this.oracle = oracle;
        time.repeat(this::keepContact, CONTACT_PERIOD_MS);
    }

    Replica join(MemberId id, AppliedListener applied, LeadershipListener leadership) {
        Replica replica = new Replica(id, applied, leadership);
        replicas.add(replica);
        applied.restored(replica.state);
        return replica;
    }

    void lossProbability(double probability) {
        lossProbability = probability;
    }

    /** The leader is gone, as the others see it: some beginning of what it had in flight is committed nevertheless. */
    void dropLeader() {
        Replica old = leader;
        if (old == null) {
            return;
        }
        leader = null;
        int kept = old.inFlight.isEmpty() ? 0 : random.nextInt(old.inFlight.size() + 1);
        for (int i = 0; i < kept; i++) {
            Proposal proposal = old.inFlight.removeFirst();
            old.committedHere.addLast(proposal);
            commit(proposal);
        }
        if (!old.isCut) {
            old.failInFlight();
        }
        term++;
        announce();
    }

    /** A replica that is not cut off is elected, and is ready when it has applied all that is committed. */
    void elect() {
        List<Replica> candidates = replicas.stream().filter(r -> !r.isCut).toList();
        if (candidates.isEmpty()) {
            time.schedule(this::electIfNeeded, CONTACT_PERIOD_MS);
            return;
        }
        Replica elected = candidates.get(random.nextInt(candidates.size()));
        leader = elected;
        term++;
        elected.readyAtIndex = committed.size();
        announce();
        elected.scheduleApply();
    }

    void electIfNeeded() {
        if (leader == null) {
            elect();
        }
    }

    boolean isCut(MemberId id) {
        return replica(id).isCut;
    }

    boolean leads(MemberId id) {
        return leader != null && leader.id.equals(id);
    }

    void cut(MemberId id) {
        replica(id).isCut = true;
    }

    void heal(MemberId id) {
        Replica replica = replica(id);
        replica.isCut = false;
        if (replica == leader) {
            replica.inFlight.forEach(proposal -> time.schedule(replica::commitNext, 1));
        } else {
            replica.failInFlight();
        }
        if (random.nextBoolean() && replica.appliedIndex < committed.size()) {
            replica.installSnapshot();
        }
        replica.announce();
        replica.scheduleApply();
    }

    List<Replica> replicas() {
        return replicas;
    }

    private Replica replica(MemberId id) {
        return replicas.stream().filter(r -> r.id.equals(id)).findFirst().orElseThrow();
    }

    private void announce() {
        replicas.stream().filter(r -> !r.isCut).forEach(Replica::announce);
    }

    private void keepContact() {
        Replica now = leader;
        for (Replica replica : replicas) {
            boolean hears = now != null && !now.isCut && !replica.isCut;
            if (hears) {
                replica.lastContactMs = time.nowMs();
            }
        }
    }

    private void commit(Proposal proposal) {
        committed.add(proposal.batch);
        oracle.committed(proposal.batch);
        proposal.index = committed.size();
        for (Replica replica : replicas) {
            replica.scheduleApply();
        }
    }

    private static final class Proposal {
        final Batch batch;
        final CompletableFuture<Void> future = new CompletableFuture<>();
        int index;

        Proposal(Batch batch) {
            this.batch = batch;
        }
    }

    /** The log as one member sees it. */
    public final class Replica implements ReplicatedLog {
        private final MemberId id;
        private final AppliedListener listener;
        private final LeadershipListener leadershipListener;
        private final ArrayDeque<Proposal> inFlight = new ArrayDeque<>();
        private final ArrayDeque<Proposal> committedHere = new ArrayDeque<>();
        private MachineState state = MachineState.EMPTY;
        private long restoredZxid;
        private Leadership known = Leadership.UNKNOWN;
        private int appliedIndex;
        private int readyAtIndex;
        private boolean isCut;
        private boolean isApplyScheduled;
        private long lastCommitMs;
        private long lastContactMs = -1;

        Replica(MemberId id, AppliedListener listener, LeadershipListener leadershipListener) {
            this.id = id;
            this.listener = listener;
            this.leadershipListener = leadershipListener;
        }

        MachineState state() {
            return state;
        }

        @Override
        public CompletableFuture<Void> propose(Batch batch) {
            Proposal proposal = new Proposal(batch);
            if (leader != this && !known.isReadyHere()) {
                fail(proposal, ProposalException.Reason.NOT_LEADER);
                return proposal.future;
            }
            if (random.nextDouble() < lossProbability) {
                fail(proposal, ProposalException.Reason.OVERLOADED);
                return proposal.future;
            }
            inFlight.addLast(proposal);
            lastCommitMs = Math.max(lastCommitMs, time.nowMs() + 1 + random.nextInt(8));
            time.schedule(this::commitNext, lastCommitMs - time.nowMs());
            if (random.nextDouble() < lossProbability) {
                // It is logged, but its proposer believes the contrary.
                time.schedule(() -> fail(proposal, ProposalException.Reason.CLOSED), random.nextInt(20));
            }
            return proposal.future;
        }

        private void commitNext() {
            if (leader == this && !isCut && !inFlight.isEmpty()) {
                Proposal proposal = inFlight.removeFirst();
                committedHere.addLast(proposal);
                commit(proposal);
            }
        }

        private void fail(Proposal proposal, ProposalException.Reason reason) {
            time.execute(() -> proposal.future.completeExceptionally(new ProposalException(reason, "simulated")));
        }

        private void failInFlight() {
            inFlight.forEach(proposal -> fail(proposal, ProposalException.Reason.NOT_LEADER));
            inFlight.clear();
            committedHere.forEach(proposal -> fail(proposal, ProposalException.Reason.NOT_LEADER));
            committedHere.clear();
        }

        private void scheduleApply() {
            if (!isApplyScheduled && !isCut) {
                isApplyScheduled = true;
                time.schedule(this::applyNext, 1 + random.nextInt(6));
            }
        }

        private void applyNext() {
            isApplyScheduled = false;
            if (isCut) {
                return;
            }
            if (appliedIndex < committed.size()) {
                apply(committed.get(appliedIndex));
                appliedIndex++;
            }
            while (!committedHere.isEmpty() && committedHere.peekFirst().index <= appliedIndex) {
                committedHere.removeFirst().future.complete(null);
            }
            if (leader == this && appliedIndex >= readyAtIndex && !known.isReadyHere()) {
                announce();
            }
            if (appliedIndex < committed.size()) {
                scheduleApply();
            }
        }

        private void apply(Batch batch) {
            List<Applied> applied = new ArrayList<>();
            for (CommandEnvelope envelope : batch.envelopes()) {
                Applied one = CoordinationMachine.apply(state, batch.timeMs(), envelope);
                applied.add(one);
                state = one.next();
            }
            listener.applied(applied);
        }

        /** Zxid of the newest snapshot that has replaced its state: what came before its log never saw. */
        long restoredZxid() {
            return restoredZxid;
        }

        private void installSnapshot() {
            appliedIndex = committed.size();
            state = oracle.state();
            restoredZxid = state.zxid();
            listener.restored(state);
        }

        private void announce() {
            Replica now = leader;
            boolean isReady = now == this && appliedIndex >= readyAtIndex;
            known = new Leadership(term, Optional.ofNullable(now).map(replica -> replica.id), isReady);
            leadershipListener.leadershipChanged(known);
        }

        @Override
        public Leadership leadership() {
            return known;
        }

        @Override
        public ReplicationStatus status() {
            boolean leads = known.isReadyHere();
            long since = leads ? 0 : lastContactMs < 0 ? -1 : time.nowMs() - lastContactMs;
            ReplicationStatus.Role role = leads ? ReplicationStatus.Role.LEADER : ReplicationStatus.Role.FOLLOWER;
            return new ReplicationStatus(role, known.term(), appliedIndex, appliedIndex, since, true);
        }

        @Override
        public int batchBytesMax() {
            return BATCH_BYTES_MAX;
        }

        @Override
        public void close() {}
    }
}
