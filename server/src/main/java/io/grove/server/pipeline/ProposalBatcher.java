package io.grove.server.pipeline;

import io.grove.command.Batch;
import io.grove.command.CommandEnvelope;
import io.grove.replication.ReplicatedLog;
import io.grove.server.time.Ticker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns commands into log entries, on the leader only. While earlier entries are in flight the commands that come
 * gather for the next one, so the cost of an entry is shared by however many clients are busy, and a lone client waits
 * for nobody.
 *
 * <p>The order of the log is the order of the calls to {@link ReplicatedLog#propose}, so all of them are made by one
 * thread, that of the executor. An entry that fails may have been logged or not: its commands are dropped, and those
 * who sent them are told to send again, which write numbers make harmless.
 *
 * <p>Thread-safe; its lock is a leaf.
 */
public final class ProposalBatcher {
    /** More entries than this in flight would only make batches smaller. */
    static final int BATCHES_IN_FLIGHT_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(ProposalBatcher.class);

    /** A command and whom to tell when it is dropped. */
    private record Queued(CommandEnvelope envelope, Runnable onLost, long bytes) {}

    private final Ticker ticker;
    private final Executor executor;
    private final int commandsMax;
    private final int queueMax;

    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private @Nullable ReplicatedLog log;
    private int inFlight;
    private boolean isScheduled;
    /** How often it has stepped down: what was in flight before does not count any more. */
    private int reigns;

    /** Only used by the executor's thread (TIME_MONOTONIC, as far as this leader can tell). */
    private long lastTimeMs;

    /**
     * A batcher that does not lead.
     *
     * @param executor one thread, in order
     * @param commandsMax commands of one batch
     * @param queueMax commands that may wait
     */
    public ProposalBatcher(Ticker ticker, Executor executor, int commandsMax, int queueMax) {
        this.ticker = ticker;
        this.executor = executor;
        this.commandsMax = commandsMax;
        this.queueMax = queueMax;
    }

    /** This member may propose from now on. */
    public synchronized void lead(ReplicatedLog newLog) {
        log = newLog;
    }

    /** This member may not propose any more: what waits is dropped. */
    public void stepDown() {
        Set<Runnable> losers = new LinkedHashSet<>();
        synchronized (this) {
            log = null;
            reigns++;
            inFlight = 0;
            queue.forEach(queued -> losers.add(queued.onLost()));
            queue.clear();
        }
        losers.forEach(Runnable::run);
    }

    /**
     * Takes commands, all or none.
     *
     * @param onLost is run, possibly more than once, when some of them were taken and may be lost
     * @return false if this member does not lead or too much is waiting: nothing was taken
     */
    public boolean submit(List<CommandEnvelope> commands, Runnable onLost) {
        boolean schedule;
        synchronized (this) {
            if (log == null || queue.size() + commands.size() > queueMax) {
                return false;
            }
            for (CommandEnvelope command : commands) {
                queue.addLast(new Queued(command, onLost, EnvelopeSize.of(command)));
            }
            schedule = needsSchedule();
        }
        if (schedule) {
            execute(this::pump);
        }
        return true;
    }

    private boolean needsSchedule() {
        boolean schedule = !isScheduled && !queue.isEmpty() && inFlight < BATCHES_IN_FLIGHT_MAX;
        isScheduled |= schedule;
        return schedule;
    }

    private void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("the batcher is stopped");
        }
    }

    private void pump() {
        while (true) {
            ReplicatedLog target;
            List<Queued> group;
            int reign;
            synchronized (this) {
                target = log;
                if (target == null || queue.isEmpty() || inFlight >= BATCHES_IN_FLIGHT_MAX) {
                    isScheduled = false;
                    return;
                }
                group = nextGroup(target.batchBytesMax());
                inFlight++;
                reign = reigns;
            }
            propose(target, group, reign);
        }
    }

    private List<Queued> nextGroup(long bytesMax) {
        List<Queued> group = new ArrayList<>();
        long bytes = 0;
        for (Queued next = queue.peekFirst(); next != null; next = queue.peekFirst()) {
            bytes += next.bytes();
            boolean isFull = group.size() >= commandsMax || bytes > bytesMax;
            if (isFull && !group.isEmpty()) {
                break;
            }
            group.add(queue.removeFirst());
        }
        return group;
    }

    private void propose(ReplicatedLog target, List<Queued> group, int reign) {
        lastTimeMs = Math.max(lastTimeMs, ticker.wallMillis());
        Batch batch = new Batch(lastTimeMs, group.stream().map(Queued::envelope).toList());
        // The future may complete on a thread that holds the log's own locks: only hand over there.
        CompletableFuture<Void> unused = proposed(target, batch)
                .whenComplete((done, failure) -> execute(() -> completed(group, reign, failure)));
    }

    /** What the log throws, it refuses: else this batch would be in flight for ever, and the others would wait. */
    private static CompletableFuture<Void> proposed(ReplicatedLog target, Batch batch) {
        try {
            return target.propose(batch);
        } catch (RuntimeException defect) {
            LOG.error("event=batch_refused commands={}", batch.envelopes().size(), defect);
            return CompletableFuture.failedFuture(defect);
        }
    }

    private void completed(List<Queued> group, int reign, @Nullable Throwable failure) {
        synchronized (this) {
            if (reign == reigns) {
                inFlight--;
            }
        }
        if (failure != null) {
            LOG.debug("a batch of {} commands may be lost: {}", group.size(), failure.toString());
            Set<Runnable> losers = new LinkedHashSet<>();
            group.forEach(queued -> losers.add(queued.onLost()));
            losers.forEach(Runnable::run);
        }
        pumpAgain();
    }

    private void pumpAgain() {
        boolean schedule;
        synchronized (this) {
            schedule = needsSchedule();
        }
        if (schedule) {
            pump();
        }
    }

    /** Commands that wait. */
    public synchronized int queueSize() {
        return queue.size();
    }

    /** Entries in flight. */
    public synchronized int inFlight() {
        return inFlight;
    }
}
