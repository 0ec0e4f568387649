package io.grove.comparison;

import io.grove.server.time.SystemTicker;
import io.grove.server.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client that writes one value after the other, and remembers when each was acknowledged. Thread-safe. */
final class WriteClock implements AutoCloseable {
    static final Ticker CLOCK = new SystemTicker();

    private final ComparedSystem.Writer writer;
    private final Thread thread;
    private final List<Long> acknowledged = new ArrayList<>();
    private volatile boolean isOver;
    private volatile @Nullable Exception failure;

    WriteClock(ComparedSystem.Writer writer, int number) {
        this.writer = writer;
        thread = new Thread(this::run, "writer-" + number);
        thread.start();
    }

    private void run() {
        try {
            for (long value = 0; !isOver; value++) {
                writer.write(value);
                synchronized (this) {
                    acknowledged.add(CLOCK.nanos());
                }
            }
        } catch (Exception e) {
            if (!isOver) {
                failure = e;
            }
        }
    }

    /** Forgets what was before. */
    synchronized void clear() {
        acknowledged.clear();
    }

    /** How many writes were acknowledged since a moment. */
    synchronized long since(long nanos) {
        Exception cause = failure;
        if (cause != null) {
            throw new IllegalStateException("a writer has failed", cause);
        }
        return acknowledged.stream().filter(time -> time - nanos > 0).count();
    }

    synchronized List<Long> times() {
        return List.copyOf(acknowledged);
    }

    /** The longest time between two of these moments, in milliseconds. */
    static double longestGapMs(List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        long longest = 0;
        for (int i = 1; i < sorted.size(); i++) {
            longest = Math.max(longest, sorted.get(i) - sorted.get(i - 1));
        }
        return longest / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    @Override
    public void close() {
        isOver = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
