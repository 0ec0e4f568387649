package io.grove.client.internal;

import java.util.concurrent.Executor;

/**
 * The serial executor, timer and clock of one client. Tasks run one at a time, in the order in which they were given,
 * so that what only they touch needs no lock. Tasks must not block.
 */
interface Loop extends Executor {
    /** Time for measuring spans, in nanoseconds from an arbitrary origin; never goes back. */
    long nowNanos();

    /** Runs the task after this delay, unless cancelled before. To be called on the loop. */
    Timer after(long delayMs, Runnable task);

    /** Ends the loop; tasks that were not begun, and later ones, are dropped. */
    void stop();

    /** A task that waits for its time. */
    interface Timer {
        /** Forgets the task; harmless when it has run. */
        void cancel();
    }
}
