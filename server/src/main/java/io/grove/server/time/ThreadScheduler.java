package io.grove.server.time;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Scheduler} with one thread. */
public final class ThreadScheduler implements Scheduler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadScheduler.class);

    private final ScheduledThreadPoolExecutor executor;

    /** Starts the thread. */
    public ThreadScheduler(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayMs) {
        try {
            return cancelling(executor.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException stopped) {
            return () -> {};
        }
    }

    @Override
    public ScheduledTask repeat(Runnable task, long periodMs) {
        try {
            return cancelling(
                    executor.scheduleWithFixedDelay(guarded(task), periodMs, periodMs, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException stopped) {
            return () -> {};
        }
    }

    private static ScheduledTask cancelling(Future<?> future) {
        return () -> future.cancel(false);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | AssertionError defect) {
                LOG.error("A timer task failed", defect);
            }
        };
    }

    /** Drops all tasks. One that is running goes on to its end. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
