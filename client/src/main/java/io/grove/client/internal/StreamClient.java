package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.client.Acl;
import io.grove.client.AclOptions;
import io.grove.client.ClientConfig;
import io.grove.client.Committed;
import io.grove.client.CreateOptions;
import io.grove.client.Credential;
import io.grove.client.DeleteOptions;
import io.grove.client.DeleteTreeOptions;
import io.grove.client.GroveClient;
import io.grove.client.Identity;
import io.grove.client.MemberAddress;
import io.grove.client.Operation;
import io.grove.client.OperationResult;
import io.grove.client.Quota;
import io.grove.client.ReadOptions;
import io.grove.client.Scan;
import io.grove.client.ScanOptions;
import io.grove.client.SessionHandover;
import io.grove.client.SessionInfo;
import io.grove.client.SessionListener;
import io.grove.client.SessionState;
import io.grove.client.SetOptions;
import io.grove.client.Watch;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import io.grove.client.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client: turns calls into requests and gives them to the one {@link SessionConnection}. Thread-safe. */
final class StreamClient extends Reads implements GroveClient {
    private final WatchRegistry watches = new WatchRegistry();
    private final SessionStatus status = new SessionStatus();
    private final SessionConnection connection;

    StreamClient(ClientConfig config, Surroundings around) {
        connection = new SessionConnection(config, around, watches, status);
    }

    void start() {
        connection.start();
    }

    /** These are the members now. On the loop. */
    void membersLearned(List<MemberAddress> members) {
        connection.membersLearned(members);
    }

    @Override
    public CompletableFuture<OperationResult.Created> create(
            String path, byte @Nullable [] data, CreateOptions options) {
        return call(path, null, () -> RequestMapping.create(path, data, options), ResponseMapping::created);
    }

    @Override
    public CompletableFuture<OperationResult.Deleted> delete(String path, DeleteOptions options) {
        return call(path, null, () -> RequestMapping.delete(path, options), ResponseMapping::deleted);
    }

    @Override
    public CompletableFuture<OperationResult.TreeDeleted> deleteTree(String path, DeleteTreeOptions options) {
        return call(path, null, () -> RequestMapping.deleteTree(path, options), ResponseMapping::treeDeleted);
    }

    @Override
    public CompletableFuture<OperationResult.Updated> setAcl(String path, Acl acl, AclOptions options) {
        return call(path, null, () -> RequestMapping.setAcl(path, acl, options), ResponseMapping::aclSet);
    }

    @Override
    public CompletableFuture<Long> setQuota(String path, Quota quota) {
        return call(path, null, () -> RequestMapping.setQuota(path, quota), ResponseMapping::quotaSet);
    }

    @Override
    public CompletableFuture<List<Identity>> authenticate(Credential credential) {
        return call(null, null, () -> RequestMapping.authenticate(credential), ReadAnswers::identities);
    }

    @Override
    public Scan scan(String path, ScanOptions options, ReadOptions read) {
        return new PagedScan(token -> call(
                path,
                null,
                () -> Request.newBuilder()
                        .setScan(ReadRequests.scan(path, options, read).toBuilder()
                                .setPageToken(token))
                        .build(),
                ReadAnswers::scan));
    }

    @Override
    public CompletableFuture<OperationResult.Updated> set(String path, byte @Nullable [] data, SetOptions options) {
        return call(path, null, () -> RequestMapping.set(path, data, options), ResponseMapping::updated);
    }

    @Override
    public CompletableFuture<Committed> commit(List<Operation> operations) {
        return call(null, null, () -> RequestMapping.commit(operations), ResponseMapping::committed);
    }

    @Override
    public CompletableFuture<Watch> addWatch(
            String path, WatchMode mode, WatchOptions options, WatchListener listener) {
        var entry = watches.register(path, mode, options, listener);
        return call(path, entry, () -> RequestMapping.addWatch(entry), response -> new Handle(entry));
    }

    @Override
    public CompletableFuture<Void> removeWatches(String path, WatchListener listener) {
        return remove(watches.find(entry -> entry.path.equals(path) && entry.listener.equals(listener)));
    }

    @Override
    public CompletableFuture<Void> removeWatches(String path) {
        return remove(watches.find(entry -> entry.path.equals(path)));
    }

    @Override
    public CompletableFuture<Void> removeAllWatches() {
        return remove(watches.find(entry -> true));
    }

    /**
     * One by one: a request for all of a path, or of the stream, would also take those that another thread leaves at
     * this moment, and that we count as standing.
     */
    private CompletableFuture<Void> remove(List<WatchRegistry.Entry> entries) {
        return CompletableFuture.allOf(entries.stream().map(this::remove).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> remove(WatchRegistry.Entry entry) {
        entry.removed = true;
        if (!watches.holds(entry)) {
            return CompletableFuture.completedFuture(null);
        }
        return this.<Boolean>call(entry.path, entry, () -> RequestMapping.removeWatch(entry), response -> true)
                .thenApply(done -> null);
    }

    @Override
    public CompletableFuture<SessionInfo> connected() {
        return connection.opened().copy();
    }

    @Override
    public Optional<SessionInfo> session() {
        return Optional.ofNullable(status.info());
    }

    @Override
    public SessionState state() {
        return status.state();
    }

    @Override
    public Duration leaseRemaining() {
        return Duration.ofNanos(connection.leaseRemainingNanos());
    }

    @Override
    public long lastZxidSeen() {
        return status.lastZxidSeen();
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        status.addListener(listener);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        status.removeListener(listener);
    }

    @Override
    public boolean onCallbackThread() {
        return connection.deliveries().isCurrentThread();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        return connection.close().copy();
    }

    @Override
    public CompletableFuture<SessionHandover> leave(Duration linger) {
        return connection.leave(linger).copy();
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = closeAsync();
        if (onCallbackThread()) {
            return;
        }
        try {
            closed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("closing has failed", e);
        }
    }

    @Override
    ReadOptions effective(ReadOptions options) {
        return options;
    }

    @Override
    WatchRegistry.@Nullable Entry watch(String path, WatchMode mode, ReadOptions options) {
        return options.watch() == null ? null : watches.register(path, mode, WatchOptions.all(), options.watch());
    }

    @Override
    <T> CompletableFuture<T> call(
            @Nullable String path,
            WatchRegistry.@Nullable Entry watch,
            Supplier<Request> request,
            Function<Response, T> mapping) {
        PendingRequest<T> pending;
        try {
            pending = new PendingRequest<>(request.get(), mapping, watch);
        } catch (IllegalArgumentException e) {
            if (watch != null) {
                watches.drop(watch);
            }
            return CompletableFuture.failedFuture(ErrorMapping.badArguments(path, e));
        }
        connection.submit(pending);
        return pending.future();
    }

    private final class Handle implements Watch {
        private final WatchRegistry.Entry entry;

        Handle(WatchRegistry.Entry entry) {
            this.entry = entry;
        }

        @Override
        public String path() {
            return entry.path;
        }

        @Override
        public WatchMode mode() {
            return entry.mode;
        }

        @Override
        public CompletableFuture<Void> remove() {
            return StreamClient.this.remove(entry);
        }
    }
}
