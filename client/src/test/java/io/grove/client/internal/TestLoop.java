package io.grove.client.internal;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@link Loop} whose time passes only when the test says so. Everything runs on the test's thread. */
final class TestLoop implements Loop {
    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Late> late =
            new PriorityQueue<>(Comparator.comparingLong(Late::atNanos).thenComparingLong(Late::number));
    private long nowNanos = 1;
    private long number;
    private boolean stopped;

    private record Late(long atNanos, long number, Runnable task) {}

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public void execute(Runnable task) {
        if (!stopped) {
            ready.add(task);
        }
    }

    @Override
    public Timer after(long delayMs, Runnable task) {
        Late entry = new Late(nowNanos + TimeUnit.MILLISECONDS.toNanos(delayMs), number++, task);
        late.add(entry);
        return () -> late.remove(entry);
    }

    @Override
    public void stop() {
        stopped = true;
        late.clear();
    }

    /** Runs everything that is due now. */
    void runReady() {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    /** Lets this time pass. */
    void advance(long millis) {
        long until = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
        runReady();
        while (!late.isEmpty() && late.peek().atNanos() <= until) {
            Late next = late.poll();
            nowNanos = Math.max(nowNanos, next.atNanos());
            next.task().run();
            runReady();
        }
        nowNanos = until;
    }

    /** Lets the whole process sleep: time passes and nothing runs. */
    void sleepThrough(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Lets time pass until this holds; fails when it does not within a virtual minute. */
    void until(String what, BooleanSupplier condition) {
        runReady();
        for (int i = 0; i < 60_000 && !condition.getAsBoolean(); i++) {
            advance(1);
        }
        if (!condition.getAsBoolean()) {
            throw new AssertionError("not within a minute: " + what);
        }
    }
}
