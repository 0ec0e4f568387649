package io.grove.client.internal;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what the program gave us to run (listeners, completions of futures), in the order in which it was posted and
 * never on the loop or a network thread. What the program throws is logged.
 */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Executor executor;
    private volatile @Nullable Thread running;

    /** Uses this executor, which has to be serial. */
    Deliveries(Executor executor) {
        this.executor = executor;
    }

    /**
     * An executor with one daemon thread that starts with the first task. What comes after its end is run at once by
     * who brings it: a call that is too late still has to fail.
     */
    static ExecutorService thread(String name) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> ThreadLoop.daemon(task, name),
                (late, ended) -> late.run());
    }

    void post(Runnable task) {
        executor.execute(() -> run(List.of(task)));
    }

    /** Runs all of these, then {@code after}. */
    void post(List<Runnable> tasks, Runnable after) {
        executor.execute(() -> {
            run(tasks);
            after.run();
        });
    }

    boolean isCurrentThread() {
        return running == Thread.currentThread();
    }

    private void run(List<Runnable> tasks) {
        running = Thread.currentThread();
        try {
            for (Runnable task : tasks) {
                runLogged(task);
            }
        } finally {
            running = null;
        }
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener has thrown", e);
        }
    }
}
