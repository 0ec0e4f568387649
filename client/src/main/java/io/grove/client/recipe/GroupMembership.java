package io.grove.client.recipe;

import io.grove.client.CreateOptions;
import io.grove.client.DeleteOptions;
import io.grove.client.GroveClient;
import io.grove.client.GroveException.Reason;
import io.grove.client.ReadOptions;
import io.grove.client.Watch;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A group of named members, each an ephemeral znode: who has left or died goes by itself. Thread-safe.
 */
public final class GroupMembership {
    private final GroveClient client;
    private final String path;

    /**
     * The group at this path, which is created when it is missing (its parent has to exist).
     *
     * @param client whose session memberships live with
     * @param path a znode for this group alone
     */
    public GroupMembership(GroveClient client, String path) {
        this.client = client;
        this.path = path;
    }

    /**
     * Joins under this name, until {@link #leave} or the end of the session. Errors: NODE_EXISTS when the name is
     * taken.
     *
     * @param data what others can read about the member
     */
    public CompletableFuture<Void> join(String name, byte[] data) {
        return ensureGroup()
                .thenCompose(done -> client.create(path + "/" + name, data, CreateOptions.ephemeral()))
                .thenApply(created -> null);
    }

    /** Leaves; harmless when there is no such member. */
    public CompletableFuture<Void> leave(String name) {
        return client.delete(path + "/" + name, DeleteOptions.any())
                .handle((done, failure) -> QueuePlace.pass(Reason.NO_NODE, failure));
    }

    /** The names of the present members, sorted. */
    public CompletableFuture<List<String>> members() {
        return client.children(path, ReadOptions.session()).thenApply(children -> children.names());
    }

    /**
     * Tells the listener the present members, and again after every change. Changes that come quickly after one another
     * may be told together; the last call tells the last state. Ends with the session, or by removing the watch.
     */
    public CompletableFuture<Watch> watch(Consumer<List<String>> listener) {
        Watcher watcher = new Watcher(listener);
        return ensureGroup()
                .thenCompose(done -> client.addWatch(path, WatchMode.PERSISTENT, watcher))
                .thenApply(watch -> {
                    watcher.read();
                    return watch;
                });
    }

    private CompletableFuture<Void> ensureGroup() {
        return client.create(path, null, CreateOptions.persistent())
                .handle((done, failure) -> QueuePlace.pass(Reason.NODE_EXISTS, failure));
    }

    /** Reads the members after each change, one read at a time. */
    private final class Watcher implements WatchListener {
        private final Consumer<List<String>> listener;
        private final AtomicBoolean readWaits = new AtomicBoolean();

        Watcher(Consumer<List<String>> listener) {
            this.listener = listener;
        }

        @Override
        public void changed(WatchEvent event) {
            if (event.type() != WatchEvent.Type.DATA_CHANGED) {
                read();
            }
        }

        /** A read that was not begun when a change came also sees the change, so one is enough. */
        void read() {
            if (readWaits.compareAndSet(false, true)) {
                var unused = members().whenComplete((names, failure) -> {
                    readWaits.set(false);
                    if (failure == null) {
                        listener.accept(names);
                    } else if (QueuePlace.isReason(failure, Reason.NO_NODE)) {
                        listener.accept(List.of());
                    }
                });
            }
        }
    }
}
