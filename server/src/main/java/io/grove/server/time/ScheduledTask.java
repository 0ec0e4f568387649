package io.grove.server.time;

/** A task that was handed to a {@link Scheduler}. */
@FunctionalInterface
public interface ScheduledTask {
    /** Keeps the task from running (again). One that is running goes on. Harmless when repeated. */
    void cancel();
}
