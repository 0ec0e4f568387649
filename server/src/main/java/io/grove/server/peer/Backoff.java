package io.grove.server.peer;

import io.grove.server.time.Ticker;
import java.util.concurrent.TimeUnit;

/** Waits that double while failures follow each other, and start small again after a time of peace. Not thread-safe. */
final class Backoff {
    private static final long FIRST_MS = 10;
    private static final long LAST_MS = 320;
    private static final long PEACE_MS = 2_000;

    private final Ticker ticker;
    private long lastNanos;
    private long waitMs;

    Backoff(Ticker ticker) {
        this.ticker = ticker;
    }

    long nextMs() {
        long now = ticker.nanos();
        boolean isPeace = waitMs == 0 || now - lastNanos > TimeUnit.MILLISECONDS.toNanos(PEACE_MS);
        waitMs = isPeace ? FIRST_MS : Math.min(LAST_MS, waitMs * 2);
        lastNanos = now;
        return waitMs;
    }

    void reset() {
        waitMs = 0;
    }
}
