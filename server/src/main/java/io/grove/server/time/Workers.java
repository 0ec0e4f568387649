package io.grove.server.time;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of named threads that run tasks in the order in which they came. A task that throws is reported and
 * harms no other. After the end, tasks are dropped: whoever hands one over may hold a lock, and must not be hit by
 * that.
 */
public final class Workers implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final ThreadPoolExecutor pool;

    /** Threads of this name, and a number when there are several. */
    public Workers(String name, int count) {
        AtomicInteger made = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, count == 1 ? name : name + "-" + made.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | AssertionError defect) {
                LOG.error("event=defect thread={}", Thread.currentThread().getName(), defect);
            }
        });
    }

    /** Takes no more tasks; those that wait are still run. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
