package io.grove.client.internal;

import io.grove.client.ClientLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is pending against {@link ClientLimits}. Thread-safe. */
final class Admission {
    private final ClientLimits limits;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(ClientLimits limits) {
        this.limits = limits;
    }

    /** Takes a place for a request of this size, if there is one. */
    boolean tryEnter(int size) {
        if (requests.incrementAndGet() > limits.requestsPendingMax()) {
            requests.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(size) > limits.bytesPendingMax()) {
            leave(size);
            return false;
        }
        return true;
    }

    /** Frees the place of a request that had one. */
    void leave(PendingRequest<?> request) {
        if (!request.isOfStream()) {
            leave(request.bytes());
        }
    }

    /** Frees the place of a request of this size that had one. */
    void leave(int size) {
        requests.decrementAndGet();
        bytes.addAndGet(-size);
    }
}
