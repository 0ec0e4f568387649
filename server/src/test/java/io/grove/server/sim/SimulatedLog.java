package io.grove.server.sim;

import io.grove.codec.FormatException;
import io.grove.codec.LogCodec;
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
import io.grove.snapshot.SnapshotReader;
import io.grove.snapshot.SnapshotWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Consensus without its inside: one order of entries, several replicas that apply it with delay, one leader at a time.
 * Proposals may be lost, or be logged while their proposer is told that they failed; a change of leader commits some
 * beginning of what was in flight and drops the rest; a replica that was cut off catches up entry by entry or by a
 * snapshot; one that crashed begins with its own snapshot and applies the log behind it again. Entries and snapshots
 * are kept as bytes, in the form in which members keep them.
 *
 * <p>Each replica is compared with the oracle after each command (APPLY_IS_DETERMINISTIC, SNAPSHOT_EQUALS_REPLAY).
 */
public final class SimulatedLog {
    private static final int BATCH_BYTES_MAX = 64 * 1024;
    private static final long CONTACT_PERIOD_MS = 50;
    /** A replica takes a snapshot every so many entries or so. */
    private static final int SNAPSHOT_ENTRIES = 100;

    private final SimTime time;
    private final Random random;
    private final Oracle oracle;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<byte[]> committed = new ArrayList<>();
    private final Map<MemberId, Disk> disks = new HashMap<>();
    private @Nullable Replica leader;
    private long leaderReadyMs;
    private long term;
    private double lossProbability;

    SimulatedLog(SimTime time, Random random, Oracle oracle) {
        this.time = time;
        this.random = random;
        this.oracle = oracle;
        time.repeat(this::keepContact, CONTACT_PERIOD_MS);
    }

    /** A member starts, for the first time or again. */
    Replica join(MemberId id, AppliedListener applied, LeadershipListener leadership) {
        Disk disk = disks.computeIfAbsent(id, unused -> new Disk(MachineState.EMPTY, 0));
        Replica replica = new Replica(id, applied, leadership);
        replicas.removeIf(old -> old.id.equals(id));
        replicas.add(replica);
        replica.restore(disk);
        replica.announce();
        replica.scheduleApply();
        return replica;
    }

    /** Its process is gone, with all that it had in flight. */
    void crash(MemberId id) {
        Replica replica = replica(id);
        if (leader == replica) {
            dropLeader();
        }
        replica.absences.add(Absence.DOWN);
        replica.inFlight.clear();
        replica.committedHere.clear();
    }

    /** Its process stands still. */
    void stop(MemberId id) {
        replica(id).absences.add(Absence.STOPPED);
    }

    /** Its process goes on. */
    void goOn(MemberId id) {
        returned(id, Absence.STOPPED);
    }

    /** When the present leader became ready. */
    long leaderReadyMs() {
        return leaderReadyMs;
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
        if (!old.isAbsent()) {
            old.failInFlight();
        }
        term++;
        announce();
    }

    /** A replica that is not cut off is elected, and is ready when it has applied all that is committed. */
    void elect() {
        List<Replica> candidates = replicas.stream().filter(r -> !r.isAbsent()).toList();
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
        return replica(id).isAbsent();
    }

    boolean leads(MemberId id) {
        return leader != null && leader.id.equals(id);
    }

    void cut(MemberId id) {
        replica(id).absences.add(Absence.CUT_OFF);
    }

    void heal(MemberId id) {
        returned(id, Absence.CUT_OFF);
    }

    private void returned(MemberId id, Absence from) {
        Replica replica = replica(id);
        if (!replica.absences.remove(from) || replica.isAbsent()) {
            return;
        }
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

    Replica replica(MemberId id) {
        return replicas.stream().filter(r -> r.id.equals(id)).findFirst().orElseThrow();
    }

    private void announce() {
        replicas.stream().filter(r -> !r.isAbsent()).forEach(Replica::announce);
    }

    private void keepContact() {
        Replica now = leader;
        for (Replica replica : replicas) {
            boolean hears = now != null && !now.isAbsent() && !replica.isAbsent();
            if (hears) {
                replica.lastContactMs = time.nowMs();
            }
        }
    }

    private void commit(Proposal proposal) {
        committed.add(LogCodec.encode(proposal.batch));
        oracle.committed(proposal.batch);
        proposal.index = committed.size();
        for (Replica replica : replicas) {
            replica.scheduleApply();
        }
    }

    /** Why a replica takes no part. */
    private enum Absence {
        CUT_OFF,
        STOPPED,
        DOWN
    }

    /** What a member finds when it starts. */
    private record Disk(MachineState snapshot, int index) {}

    private static Batch decoded(byte[] entry) {
        try {
            return LogCodec.decode(entry);
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
    }

    private static MachineState copied(MachineState state) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            SnapshotWriter.write(state, bytes);
            return SnapshotReader.read(new ByteArrayInputStream(bytes.toByteArray()));
        } catch (IOException e) {
            throw new AssertionError(e);
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
        private final Set<Absence> absences = EnumSet.noneOf(Absence.class);
        private boolean isApplyScheduled;
        private boolean isFalsified;
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

        private void checkState(MachineState now, MemberId of) {
            if (!isFalsified) {
                oracle.checkState(now, of);
            }
        }

        /** As a broken bit of memory would: nobody is told. */
        void falsify() {
            isFalsified = true;
            state = new MachineState(
                    state.tree(),
                    state.sessions(),
                    state.quotas(),
                    state.zxid(),
                    state.timeMs(),
                    state.contentDigest() ^ 1,
                    state.featureLevel());
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
            if (leader == this && !isAbsent() && !inFlight.isEmpty()) {
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
            if (!isApplyScheduled && !isAbsent()) {
                isApplyScheduled = true;
                time.schedule(this::applyNext, 1 + random.nextInt(6));
            }
        }

        private void applyNext() {
            isApplyScheduled = false;
            if (isAbsent()) {
                return;
            }
            if (appliedIndex < committed.size()) {
                apply(committed.get(appliedIndex));
                appliedIndex++;
                if (random.nextInt(SNAPSHOT_ENTRIES) == 0) {
                    disks.put(id, new Disk(state, appliedIndex));
                }
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

        private void apply(byte[] entry) {
            Batch batch = decoded(entry);
            List<Applied> applied = new ArrayList<>();
            for (CommandEnvelope envelope : batch.envelopes()) {
                Applied one = CoordinationMachine.apply(state, batch.timeMs(), envelope);
                applied.add(one);
                state = one.next();
                checkState(state, id);
            }
            listener.applied(applied);
        }

        boolean isAbsent() {
            return !absences.isEmpty();
        }

        /** Zxid of the newest snapshot that has replaced its state: what came before its log never saw. */
        long restoredZxid() {
            return restoredZxid;
        }

        private void installSnapshot() {
            restore(new Disk(oracle.state(), committed.size()));
            disks.put(id, new Disk(state, appliedIndex));
        }

        private void restore(Disk disk) {
            appliedIndex = disk.index;
            state = copied(disk.snapshot);
            checkState(state, id);
            restoredZxid = state.zxid();
            listener.restored(state);
        }

        private void announce() {
            Replica now = leader;
            boolean isReady = now == this && appliedIndex >= readyAtIndex;
            if (isReady && !known.isReadyHere()) {
                leaderReadyMs = time.nowMs();
            }
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
