package io.grove.server.time;

/**
 * The timer of a member. Thread-safe. Tasks must be short, must not wait, and never run within the call that scheduled
 * them. A task that throws is reported and does not end a repetition.
 */
public interface Scheduler {
    /**
     * Runs a task once.
     *
     * @param delayMs milliseconds from now, at least 0
     */
    ScheduledTask schedule(Runnable task, long delayMs);

    /**
     * Runs a task again and again, the first time after one period. Runs that were missed are not made up for.
     *
     * @param periodMs milliseconds from the end of one run to the start of the next, at least 1
     */
    ScheduledTask repeat(Runnable task, long periodMs);
}
