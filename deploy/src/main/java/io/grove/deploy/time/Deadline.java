package io.grove.deploy.time;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A moment until which something is waited for, and the only clock of this module. Immutable. */
public final class Deadline {
    private static final Duration POLL = Duration.ofMillis(20);

    private final long startNanos;
    private final long endNanos;

    private Deadline(long startNanos, long endNanos) {
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    /** So long from now. */
    public static Deadline after(Duration duration) {
        long now = System.nanoTime();
        return new Deadline(now, now + duration.toNanos());
    }

    /** So long from now, and not after this one. */
    public Deadline within(Duration duration) {
        Deadline other = after(duration);
        return other.endNanos - endNanos < 0 ? other : new Deadline(other.startNanos, endNanos);
    }

    /** How much time is left, not below zero. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** How long ago it was made. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Whether it has passed. */
    public boolean isOver() {
        return endNanos - System.nanoTime() <= 0;
    }

    /** Waits for a condition. {@code what} completes the sentence "... within 10 s: ". */
    public void await(String what, BooleanSupplier condition) throws InterruptedException, TimeoutException {
        awaitValue(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until there is a value. {@code what} completes the sentence "did not come within 10 s: ". */
    public <T> T awaitValue(String what, Supplier<Optional<T>> source) throws InterruptedException, TimeoutException {
        while (true) {
            boolean last = isOver();
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (last) {
                throw new TimeoutException(what + ": not within " + seconds(elapsed()));
            }
            pause(POLL);
        }
    }

    /** Waits so long, or until the deadline when that is earlier. */
    public void pause(Duration duration) throws InterruptedException {
        Duration left = remaining();
        Thread.sleep(Math.max(1, (left.compareTo(duration) < 0 ? left : duration).toMillis()));
    }

    /** A duration for people, such as {@code 1.2 s}. */
    public static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
