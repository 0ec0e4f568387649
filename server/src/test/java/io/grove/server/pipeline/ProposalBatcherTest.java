package io.grove.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.replication.Leadership;
import io.grove.replication.ProposalException;
import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.grove.server.sim.SimTime;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProposalBatcherTest {
    private static final int COMMANDS_MAX = 5;
    private static final int QUEUE_MAX = 100;

    private final SimTime time = new SimTime();
    private final HeldLog log = new HeldLog();
    private final ProposalBatcher batcher = new ProposalBatcher(time, time, COMMANDS_MAX, QUEUE_MAX);
    private int losses;

    @Test
    void aLoneCommandWaitsForNobody() {
        batcher.lead(log);
        submit(1);
        assertThat(log.numbers()).containsExactly(List.of(1L));
    }

    @Test
    void commandsGatherWhileTheLogIsBusy() {
        batcher.lead(log);
        for (long n = 1; n <= 20; n++) {
            submit(n);
        }
        assertThat(log.batches).hasSize(ProposalBatcher.BATCHES_IN_FLIGHT_MAX);

        log.complete(0);

        assertThat(log.numbers().get(8)).containsExactly(9L, 10L, 11L, 12L, 13L);
        assertThat(batcher.queueSize()).isEqualTo(7);
        assertThat(batcher.inFlight()).isEqualTo(ProposalBatcher.BATCHES_IN_FLIGHT_MAX);
    }

    @Test
    void theOrderIsKeptWhateverTheBatches() {
        batcher.lead(log);
        for (long n = 1; n <= 50; n++) {
            submit(n);
        }
        for (int i = 0; i < log.batches.size(); i++) {
            log.complete(i);
        }
        assertThat(log.numbers().stream().flatMap(List::stream).toList())
                .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void aBatchStaysWithinTheLimitOfTheLog() {
        batcher.lead(log);
        List<CommandEnvelope> large = new ArrayList<>();
        for (long n = 1; n <= 4; n++) {
            large.add(write(n, HeldLog.BYTES_MAX / 2));
        }
        batcher.submit(large, () -> losses++);
        time.advance(1);
        assertThat(log.numbers()).containsExactly(List.of(1L), List.of(2L), List.of(3L), List.of(4L));
    }

    @Test
    void whoSentALostBatchIsTold() {
        batcher.lead(log);
        submit(1);
        submit(2);

        log.futures.get(0).completeExceptionally(new ProposalException(ProposalException.Reason.CLOSED, "test"));
        time.advance(1);

        assertThat(losses).isEqualTo(1);
        assertThat(batcher.inFlight()).isEqualTo(1);
    }

    @Test
    void aBatchThatTheLogRefusesStopsNoOther() {
        batcher.lead(log);
        log.defect = new IllegalArgumentException("too large");
        submit(1);
        assertThat(losses).isEqualTo(1);
        assertThat(batcher.inFlight()).isZero();

        log.defect = null;
        submit(2);
        assertThat(log.numbers()).containsExactly(List.of(2L));
    }

    @Test
    void whoDoesNotLeadTakesNothing() {
        assertThat(batcher.submit(List.of(write(1, 0)), () -> losses++)).isFalse();
        assertThat(losses).isZero();
    }

    @Test
    void steppingDownDropsWhatWaits() {
        batcher.lead(log);
        for (long n = 1; n <= 12; n++) {
            submit(n);
        }

        batcher.stepDown();

        assertThat(losses).isEqualTo(4);
        assertThat(batcher.queueSize()).isZero();
    }

    @Test
    void theQueueIsBounded() {
        batcher.lead(log);
        List<CommandEnvelope> many =
                LongStream.rangeClosed(1, QUEUE_MAX).mapToObj(n -> write(n, 0)).toList();
        assertThat(batcher.submit(many, () -> losses++)).isTrue();
        assertThat(batcher.submit(many, () -> losses++)).isFalse();
    }

    private void submit(long number) {
        assertThat(batcher.submit(List.of(write(number, 0)), () -> losses++)).isTrue();
        time.advance(1);
    }

    private static CommandEnvelope write(long number, int dataBytes) {
        Command set = new Command.SetData(new ZnodePath("/a"), new byte[dataBytes], Expected.ANY);
        return new CommandEnvelope(new SessionId(1), 1, number, 0, Caller.ANONYMOUS, set);
    }

    /** A log that keeps what is proposed until it is told to go on. */
    private final class HeldLog implements ReplicatedLog {
        static final int BYTES_MAX = 1_000;

        final List<Batch> batches = new ArrayList<>();
        final List<CompletableFuture<Void>> futures = new ArrayList<>();
        RuntimeException defect;

        List<List<Long>> numbers() {
            return batches.stream()
                    .map(batch -> batch.envelopes().stream()
                            .map(CommandEnvelope::writeNumber)
                            .toList())
                    .toList();
        }

        void complete(int batch) {
            futures.get(batch).complete(null);
            time.advance(1);
        }

        @Override
        public CompletableFuture<Void> propose(Batch batch) {
            if (defect != null) {
                throw defect;
            }
            batches.add(batch);
            CompletableFuture<Void> future = new CompletableFuture<>();
            futures.add(future);
            return future;
        }

        @Override
        public Leadership leadership() {
            return Leadership.UNKNOWN;
        }

        @Override
        public ReplicationStatus status() {
            return new ReplicationStatus(ReplicationStatus.Role.LEADER, 1, 0, 0, 0, true);
        }

        @Override
        public int batchBytesMax() {
            return BYTES_MAX;
        }

        @Override
        public void close() {}
    }
}
