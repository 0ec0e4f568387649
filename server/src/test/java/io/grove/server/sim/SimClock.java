package io.grove.server.sim;

import io.grove.server.time.ScheduledTask;
import io.grove.server.time.Scheduler;
import io.grove.server.time.Ticker;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Clock, timers and threads of one life of a member's process: its wall clock may be set wrong, it may stand still
 * (then nothing of it runs, and afterwards everything in its order), its periodic timers alone may stand still, and
 * once it has ended nothing of it runs any more.
 */
public final class SimClock implements Ticker, Scheduler, Executor {
    private final SimTime time;
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private long wallOffsetMs;
    private long timersStalledUntilMs;
    private boolean isHeld;
    private boolean isEnded;

    /** One that runs, and is wrong by so much. */
    public SimClock(SimTime time, long wallOffsetMs) {
        this.time = time;
        this.wallOffsetMs = wallOffsetMs;
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public long wallMillis() {
        return time.wallMillis() + wallOffsetMs;
    }

    long wallOffsetMs() {
        return wallOffsetMs;
    }

    /** Sets the wall clock so much before or behind the true time. */
    void setWall(long offsetMs) {
        wallOffsetMs = offsetMs;
    }

    @Override
    public void execute(Runnable task) {
        schedule(task, 0);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayMs) {
        boolean[] isCancelled = {false};
        time.schedule(
                () -> run(() -> {
                    if (!isCancelled[0]) {
                        task.run();
                    }
                }),
                delayMs);
        return () -> isCancelled[0] = true;
    }

    @Override
    public ScheduledTask repeat(Runnable task, long periodMs) {
        boolean[] isCancelled = {false};
        schedule(() -> repeatStep(task, periodMs, isCancelled), periodMs);
        return () -> isCancelled[0] = true;
    }

    private void repeatStep(Runnable task, long periodMs, boolean[] isCancelled) {
        if (isCancelled[0]) {
            return;
        }
        long stalledMs = timersStalledUntilMs - time.nowMs();
        if (stalledMs > 0) {
            schedule(() -> repeatStep(task, periodMs, isCancelled), stalledMs);
            return;
        }
        task.run();
        schedule(() -> repeatStep(task, periodMs, isCancelled), periodMs);
    }

    private void run(Runnable task) {
        if (isEnded) {
            return;
        }
        if (isHeld) {
            held.addLast(task);
        } else {
            task.run();
        }
    }

    /** Periodic timers do not come for a while; everything else goes on. */
    void stallTimers(long ms) {
        timersStalledUntilMs = time.nowMs() + ms;
    }

    /** Nothing runs from now on. */
    public void hold() {
        isHeld = true;
    }

    /** Goes on, with what was due meanwhile. */
    public void release() {
        isHeld = false;
        while (!held.isEmpty() && !isHeld) {
            held.removeFirst().run();
        }
    }

    /** Whether it stands still. */
    public boolean isHeld() {
        return isHeld;
    }

    /** The process is gone. */
    public void end() {
        isEnded = true;
        held.clear();
    }
}
