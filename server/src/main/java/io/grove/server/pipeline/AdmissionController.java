package io.grove.server.pipeline;

import io.grove.server.session.Reply;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Bounds what waits at this member, in requests and in bytes. Thread-safe, without lock. */
final class AdmissionController {
    private static final long RETRY_AFTER_MS = 100;

    private final int requestsMax;
    private final long bytesMax;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    AdmissionController(int requestsMax, long bytesMax) {
        this.requestsMax = requestsMax;
        this.bytesMax = bytesMax;
    }

    /** Takes a request in; what is taken in has to be {@link #release released} once. Null, or why it is refused. */
    Reply.@Nullable Refusal admit(long requestBytes) {
        if (requests.incrementAndGet() > requestsMax) {
            requests.decrementAndGet();
            return Reply.Refusal.overloaded(
                    "this member has " + requestsMax + " requests in flight, as many as it may", RETRY_AFTER_MS);
        }
        if (bytes.addAndGet(requestBytes) > bytesMax) {
            release(requestBytes);
            return Reply.Refusal.overloaded(
                    "this member has requests of " + bytesMax + " bytes in flight, as many as it may", RETRY_AFTER_MS);
        }
        return null;
    }

    void release(long requestBytes) {
        release(1, requestBytes);
    }

    /** Releases several at once. */
    void release(int released, long releasedBytes) {
        requests.addAndGet(-released);
        bytes.addAndGet(-releasedBytes);
    }

    int requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }
}
