package io.grove.client.recipe;

import io.grove.client.CreateOptions;
import io.grove.client.DeleteOptions;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.OperationResult;
import io.grove.client.ReadOptions;
import io.grove.client.SessionEvent;
import io.grove.client.SessionListener;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A place in a queue of ephemeral sequential znodes; lock and election are both "be the first". Whoever is not first
 * watches only the znode before its own. When that goes, it looks again: the one before may have given up its place
 * without having been first.
 */
final class QueuePlace {
    private static final int ENTER_TRIES = 3;

    private final GroveClient client;
    private final String queue;
    private final String prefix;
    private final CompletableFuture<Long> first = new CompletableFuture<>();
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final AtomicBoolean left = new AtomicBoolean();
    private final CompletableFuture<OperationResult.Created> created;
    private final SessionListener sessionListener = this::sessionChanged;
    private final WatchListener predecessorListener = new PredecessorListener();
    private volatile @Nullable String predecessor;

    /** Takes a place at the end, creating the queue when it is missing. */
    QueuePlace(GroveClient client, String queue, String prefix, byte @Nullable [] data) {
        this.client = client;
        this.queue = queue;
        this.prefix = prefix;
        client.addSessionListener(sessionListener);
        created = enter(data, ENTER_TRIES);
        var unused = created.whenComplete((made, failure) -> {
            if (failure == null) {
                look();
            } else {
                end(failure);
            }
        });
    }

    /** Creates queue and znode. An empty queue may be reaped between the two, so a missing one is tried again. */
    private CompletableFuture<OperationResult.Created> enter(byte @Nullable [] data, int triesLeft) {
        return client.create(queue, null, CreateOptions.container())
                .handle((made, failure) -> pass(Reason.NODE_EXISTS, failure))
                .thenCompose(done -> client.create(queue + "/" + prefix, data, CreateOptions.ephemeralSequential())
                        .exceptionallyCompose(failure -> isReason(failure, Reason.NO_NODE) && triesLeft > 1
                                ? enter(data, triesLeft - 1)
                                : CompletableFuture.failedFuture(failure)));
    }

    /**
     * Completes with what is made of the fencing token when this place is the first. To cancel the future gives the
     * place up.
     */
    <T> CompletableFuture<T> whenFirst(LongFunction<T> made) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = first.whenComplete((token, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(made.apply(token))) {
                abandon();
            }
        });
        var unusedCancel = result.whenComplete((held, failure) -> {
            if (result.isCancelled()) {
                abandon();
            }
        });
        return result;
    }

    /** Completes when being first is no longer certain. */
    CompletableFuture<Void> lost() {
        return lost.copy();
    }

    String znode() {
        return created.join().path();
    }

    boolean isCertain() {
        return !lost.isDone() && client.leaseRemaining().toNanos() > 0;
    }

    /** Gives the place up without waiting; harmless when repeated. */
    void abandon() {
        var unused = leave();
    }

    /** Gives the place up; harmless when repeated. */
    CompletableFuture<Void> leave() {
        if (!left.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        end(new GroveException(Reason.CLOSED, "the place in the queue " + queue + " was given up"));
        String watched = predecessor;
        if (watched != null) {
            var unused = client.removeWatches(watched, predecessorListener);
        }
        // An expired session takes the znode with it, so a failure to delete it is nothing to report.
        return created.thenCompose(made -> client.delete(made.path(), DeleteOptions.any()))
                .handle((done, failure) -> null);
    }

    private void end(Throwable why) {
        client.removeSessionListener(sessionListener);
        lost.complete(null);
        first.completeExceptionally(
                why instanceof CompletionException && why.getCause() != null ? why.getCause() : why);
    }

    private void look() {
        if (left.get() || first.isDone()) {
            return;
        }
        var unused = client.children(queue, ReadOptions.session())
                .thenCompose(children -> follow(children.names()))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        end(failure);
                    }
                });
    }

    /** Finds the place among the others. */
    private CompletionStage<?> follow(List<String> names) {
        String mine = znode().substring(queue.length() + 1);
        String before = null;
        for (String name : names) {
            if (name.startsWith(prefix)
                    && QueueOrder.INSTANCE.compare(name, mine) < 0
                    && (before == null || QueueOrder.INSTANCE.compare(name, before) > 0)) {
                before = name;
            }
        }
        if (before == null) {
            return becomeFirst(names.contains(mine));
        }
        String watched = queue + "/" + before;
        predecessor = watched;
        return client.exists(watched, ReadOptions.session().withWatch(predecessorListener))
                .thenAccept(existence -> {
                    if (!existence.exists()) {
                        // It has gone between the two reads. The watch stays, for a znode that never comes back.
                        var unused = client.removeWatches(watched, predecessorListener);
                        look();
                    }
                });
    }

    private CompletionStage<?> becomeFirst(boolean isPresent) {
        if (!isPresent) {
            return CompletableFuture.failedFuture(new GroveException(Reason.NO_NODE, "someone has deleted " + znode()));
        }
        // A suspension while waiting does no harm: the session went on, and with it the place in the queue.
        first.complete(created.join().zxid());
        return CompletableFuture.completedFuture(null);
    }

    private void sessionChanged(SessionEvent event) {
        switch (event) {
            case SUSPENDED -> {
                if (first.isDone()) {
                    lost.complete(null);
                }
            }
            case EXPIRED -> end(new GroveException(Reason.SESSION_EXPIRED, "the session has expired"));
            case CLOSED -> end(new GroveException(Reason.CLOSED, "the client is closed"));
            case CONNECTED, RECONNECTED -> {}
        }
    }

    /** Passes over success and this failure, and throws any other. */
    static @Nullable Void pass(Reason expected, @Nullable Throwable failure) {
        if (failure == null || isReason(failure, expected)) {
            return null;
        }
        throw failure instanceof CompletionException e ? e : new CompletionException(failure);
    }

    static boolean isReason(@Nullable Throwable failure, Reason reason) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof GroveException e && e.reason() == reason;
    }

    /** The one before has gone, or was touched: either way it is time to look again. */
    private final class PredecessorListener implements WatchListener {
        @Override
        public void changed(WatchEvent event) {
            look();
        }

        @Override
        public void ended(GroveException why) {
            end(why);
        }
    }
}
