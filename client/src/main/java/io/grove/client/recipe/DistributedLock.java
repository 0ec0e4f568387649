package io.grove.client.recipe;

import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A lock that at most one client holds, given out in the order of asking. Each contender has an ephemeral sequential
 * znode and watches only the one before its own, so that a release wakes one contender. Not reentrant; each acquisition
 * is a contender of its own, also within one process.
 *
 * <p>The lock is lost when the session ends. A holder can be slow to notice, so whatever the lock protects should
 * refuse a {@link Held#fencingToken()} lower than the highest it has seen. Thread-safe.
 */
public final class DistributedLock {
    private final GroveClient client;
    private final String path;

    /**
     * A lock at this path, which is created when it is missing (its parent has to exist).
     *
     * @param client whose session holds the lock
     * @param path a znode for this lock alone
     */
    public DistributedLock(GroveClient client, String path) {
        this.client = client;
        this.path = path;
    }

    /** Waits for the lock. To cancel the future gives up the place in the queue. */
    public CompletableFuture<Held> acquireAsync() {
        QueuePlace place = new QueuePlace(client, path, "lock-", null);
        return place.whenFirst(token -> new Held(place, token));
    }

    /**
     * Waits for the lock at most so long; then gives up and throws REQUEST_TIMEOUT. Not to be called on the callback
     * thread.
     */
    public Held acquire(Duration limit) throws InterruptedException {
        if (client.onCallbackThread()) {
            throw new IllegalStateException("called on the callback thread, which would wait for itself");
        }
        CompletableFuture<Held> held = acquireAsync();
        try {
            return held.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (held.cancel(false)) {
                throw new GroveException(
                        Reason.REQUEST_TIMEOUT,
                        "the lock " + path + " was not free within " + limit,
                        GroveException.Facts.ofPath(path));
            }
            return held.join(); // It came at the last moment.
        } catch (ExecutionException e) {
            throw e.getCause() instanceof GroveException cause
                    ? cause.rethrown()
                    : new IllegalStateException("acquiring a lock has failed in an unforeseen way", e.getCause());
        } catch (InterruptedException e) {
            held.cancel(false);
            throw e;
        }
    }

    /** The lock, held. To close it releases the lock; harmless when repeated. Thread-safe. */
    public static final class Held implements AutoCloseable {
        private final QueuePlace place;
        private final long fencingToken;

        Held(QueuePlace place, long fencingToken) {
            this.place = place;
            this.fencingToken = fencingToken;
        }

        /** Grows with every holder of this lock: the zxid at which the holder's znode was created. */
        public long fencingToken() {
            return fencingToken;
        }

        /**
         * Path of the holder's znode; a check of it in a {@code commit} makes the commit fail once the lock is lost.
         */
        public String znode() {
            return place.znode();
        }

        /**
         * Whether the lock is held now as far as this client can know: not released, and the session has not run out,
         * see {@link GroveClient#leaseRemaining}. What is guarded checks the fencing token, to be safe in every case.
         */
        public boolean isCertain() {
            return place.isCertain();
        }

        /** Completes when the lock is no longer certain: SUSPENDED, expired, closed, or released. Completes once. */
        public CompletableFuture<Void> lost() {
            return place.lost();
        }

        /** Releases the lock. */
        public CompletableFuture<Void> release() {
            return place.leave();
        }

        /** Releases the lock, without waiting: the order of writes sees to it that later ones come after. */
        @Override
        public void close() {
            place.abandon();
        }
    }
}
