package io.grove.ratis;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says, at most once, that this member cannot go on: it shall exit and be started again, and never linger with a dead
 * log. The hook runs on a thread of its own, because the news come from threads that hold Ratis's locks, and a hook
 * that exits the process would wait for them. Thread-safe.
 */
final class FailStop {
    private static final Logger LOG = LoggerFactory.getLogger(FailStop.class);

    private final Consumer<String> hook;
    private final AtomicBoolean isSpent = new AtomicBoolean();

    FailStop(Consumer<String> hook) {
        this.hook = hook;
    }

    void stop(String reason, @Nullable Throwable cause) {
        if (!isSpent.compareAndSet(false, true)) {
            return;
        }
        String message = cause == null ? reason : reason + ": " + cause;
        LOG.error("fail-stop reason=\"{}\"", message);
        LOG.debug("cause", cause);
        Thread thread = new Thread(() -> hook.accept(message), "grove-fail-stop");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // No more threads: better to hang here than to live on.
            hook.accept(message);
        }
    }

    /** From now on nothing is a failure any more: the member is closing. */
    void disarm() {
        isSpent.set(true);
    }
}
