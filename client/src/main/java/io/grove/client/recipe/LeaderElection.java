package io.grove.client.recipe;

import io.grove.client.GroveClient;
import io.grove.client.ReadOptions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Among several candidates one leads; when it resigns or its session ends, the one that has waited longest leads.
 * Thread-safe.
 *
 * <p>A deposed leader may be slow to notice. Whatever it leads should refuse a {@link Leadership#fencingToken()} lower
 * than the highest it has seen.
 */
public final class LeaderElection {
    private static final String PREFIX = "candidate-";

    private final GroveClient client;
    private final String path;
    private final byte[] name;

    /**
     * A candidate for the election at this path, which is created when it is missing (its parent has to exist).
     *
     * @param client whose session the candidacy lives with
     * @param path a znode for this election alone
     * @param name what others read as the leader's name
     */
    public LeaderElection(GroveClient client, String path, byte[] name) {
        this.client = client;
        this.path = path;
        this.name = name.clone();
    }

    /** Stands for election; completes when elected. To cancel the future withdraws. */
    public CompletableFuture<Leadership> campaign() {
        QueuePlace place = new QueuePlace(client, path, PREFIX, name);
        return place.whenFirst(token -> new Leadership(place, token));
    }

    /** The name of whoever leads now, as far as this client's member knows; empty when nobody stands. */
    public CompletableFuture<Optional<byte[]>> leader() {
        return client.children(path, ReadOptions.session())
                .thenCompose(children -> children.names().stream()
                        .filter(candidate -> candidate.startsWith(PREFIX))
                        .min(QueueOrder.INSTANCE)
                        .map(first -> client.get(path + "/" + first, ReadOptions.session())
                                .thenApply(znode -> Optional.ofNullable(znode.data())))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    /** Being the leader. To close it resigns; harmless when repeated. Thread-safe. */
    public static final class Leadership implements AutoCloseable {
        private final QueuePlace place;
        private final long fencingToken;

        Leadership(QueuePlace place, long fencingToken) {
            this.place = place;
            this.fencingToken = fencingToken;
        }

        /** Grows with every leader of this election. */
        public long fencingToken() {
            return fencingToken;
        }

        /** Path of the leader's znode; a check of it in a {@code commit} makes the commit fail once it is deposed. */
        public String znode() {
            return place.znode();
        }

        /**
         * Whether this candidate leads now as far as this client can know, see {@link GroveClient#leaseRemaining}. What
         * the leader acts on checks the fencing token, to be safe in every case.
         */
        public boolean isCertain() {
            return place.isCertain();
        }

        /**
         * Completes when the leadership is no longer certain: SUSPENDED, expired, closed, or resigned. Completes once.
         */
        public CompletableFuture<Void> lost() {
            return place.lost();
        }

        /** Resigns. */
        public CompletableFuture<Void> resign() {
            return place.leave();
        }

        /** Resigns, without waiting. */
        @Override
        public void close() {
            place.abandon();
        }
    }
}
