package io.grove.client.internal;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Loop} with a daemon thread of its own; the one place in the client where time is read. */
final class ThreadLoop implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);

    private final ScheduledThreadPoolExecutor executor;

    ThreadLoop(String name) {
        RejectedExecutionHandler dropAfterStop = (task, pool) -> {};
        executor = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name), dropAfterStop);
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(() -> runLogged(task));
    }

    @Override
    public Timer after(long delayMs, Runnable task) {
        Future<?> future = executor.schedule(() -> runLogged(task), delayMs, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void stop() {
        executor.shutdownNow();
    }

    /**
     * A failure here is a defect of the client; the loop goes on, and what waits for an answer runs into its timeout.
     */
    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | AssertionError e) {
            LOG.error("defect in the client's loop", e);
        }
    }
}
