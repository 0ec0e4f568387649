package io.grove.server;

import io.grove.server.admin.Probe;
import io.grove.server.time.Ticker;
import java.util.concurrent.TimeUnit;

/** Whether the process should go on: its log has not failed, and its timer still runs. */
final class Liveness implements Probe {
    private static final long BEAT_MISSING_MS = 30_000;

    private final Ticker ticker;
    private long lastBeatNanos;
    private String failure = "";

    Liveness(Ticker ticker) {
        this.ticker = ticker;
        this.lastBeatNanos = ticker.nanos();
    }

    /** The timer runs. */
    synchronized void beat() {
        lastBeatNanos = ticker.nanos();
    }

    /** This member can't go on. */
    synchronized void failed(String reason) {
        failure = reason;
    }

    @Override
    public synchronized Finding look() {
        long silenceMs = TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - lastBeatNanos);
        if (!failure.isEmpty()) {
            return new Finding(false, "not alive: " + failure);
        }
        if (silenceMs > BEAT_MISSING_MS) {
            return new Finding(false, "not alive: the timer has not run for " + silenceMs + " ms");
        }
        return new Finding(true, "alive");
    }
}
