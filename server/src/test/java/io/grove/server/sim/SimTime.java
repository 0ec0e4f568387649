package io.grove.server.sim;

import io.grove.server.time.ScheduledTask;
import io.grove.server.time.Scheduler;
import io.grove.server.time.Ticker;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** The time of a simulation: it goes on only when told, and runs one task at a time. */
public final class SimTime implements Ticker, Scheduler, Executor {
    private static final long EPOCH_MS = 1_700_000_000_000L;

    private record Task(long atMs, long place, Runnable body) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::atMs).thenComparingLong(Task::place));
    private long nowMs;
    private long places;

    @Override
    public long nanos() {
        return nowMs * 1_000_000;
    }

    @Override
    public long wallMillis() {
        return EPOCH_MS + nowMs;
    }

    /** Milliseconds since the simulation began. */
    public long nowMs() {
        return nowMs;
    }

    @Override
    public void execute(Runnable task) {
        schedule(task, 0);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayMs) {
        boolean[] isCancelled = {false};
        tasks.add(new Task(nowMs + delayMs, places++, () -> {
            if (!isCancelled[0]) {
                task.run();
            }
        }));
        return () -> isCancelled[0] = true;
    }

    @Override
    public ScheduledTask repeat(Runnable task, long periodMs) {
        boolean[] isCancelled = {false};
        schedule(() -> repeatStep(task, periodMs, isCancelled), periodMs);
        return () -> isCancelled[0] = true;
    }

    private void repeatStep(Runnable task, long periodMs, boolean[] isCancelled) {
        if (!isCancelled[0]) {
            task.run();
            schedule(() -> repeatStep(task, periodMs, isCancelled), periodMs);
        }
    }

    /** Lets so much time pass. */
    public void advance(long ms) {
        long untilMs = nowMs + ms;
        for (Task next = tasks.peek(); next != null && next.atMs() <= untilMs; next = tasks.peek()) {
            tasks.remove();
            nowMs = next.atMs();
            next.body().run();
        }
        nowMs = untilMs;
    }

    /** The member stands still: its clock goes on, but nothing runs meanwhile. */
    public void stall(long ms) {
        nowMs += ms;
    }
}
