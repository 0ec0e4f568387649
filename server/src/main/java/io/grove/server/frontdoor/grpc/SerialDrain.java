package io.grove.server.frontdoor.grpc;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a drain whenever it is wished, on an executor, one at a time, and once more when it was wished meanwhile. */
final class SerialDrain {
    private static final Logger LOG = LoggerFactory.getLogger(SerialDrain.class);

    private final AtomicInteger wishes = new AtomicInteger();
    private final Executor executor;
    private final Runnable drain;

    SerialDrain(Executor executor, Runnable drain) {
        this.executor = executor;
        this.drain = drain;
    }

    void wish() {
        if (wishes.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    private void run() {
        int seen = wishes.get();
        while (seen != 0) {
            try {
                drain.run();
            } catch (RuntimeException e) {
                LOG.error("event=defect what=drain", e);
            }
            seen = wishes.addAndGet(-seen);
        }
    }
}
