package io.grove.deploy.chaos;

import io.grove.Grove;
import io.grove.client.Children;
import io.grove.client.ClientConfig;
import io.grove.client.Committed;
import io.grove.client.CreateOptions;
import io.grove.client.DeleteOptions;
import io.grove.client.Existence;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.ListOptions;
import io.grove.client.Operation;
import io.grove.client.OperationResult;
import io.grove.client.ReadOptions;
import io.grove.client.SessionEvent;
import io.grove.client.SessionHandover;
import io.grove.client.SessionInfo;
import io.grove.client.SessionListener;
import io.grove.client.SessionState;
import io.grove.client.SetOptions;
import io.grove.client.Watch;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import io.grove.client.WatchOptions;
import io.grove.client.Znode;
import io.grove.deploy.history.Entry;
import io.grove.deploy.history.Entry.Life.What;
import io.grove.deploy.history.Outcome;
import io.grove.deploy.history.Request;
import io.grove.deploy.history.Request.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client all of whose operations, answers and events are written down. Thread-safe. */
final class RecordingClient extends UnrecordedClient {
    private final Recorder recorder;
    private final String name;
    private final GroveClient client;
    private final ConcurrentLinkedQueue<Listener> listeners = new ConcurrentLinkedQueue<>();
    private volatile long session;
    private volatile boolean isLeaving;

    private RecordingClient(Recorder recorder, String name, GroveClient client) {
        this.recorder = recorder;
        this.name = name;
        this.client = client;
    }

    /** Connects; gives up after some time, with the session closed or left to expire. */
    static RecordingClient connect(Recorder recorder, String name, ClientConfig config, Duration patience)
            throws InterruptedException, TimeoutException {
        RecordingClient made = new RecordingClient(recorder, name, Grove.connect(config.withClientName(name)));
        try {
            SessionInfo info = made.client.connected().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            made.session = info.id();
            recorder.life(name, info.id(), What.OPENED, info.timeout().toMillis());
            made.client.addSessionListener(made::sessionChanged);
            if (made.client.state() == SessionState.EXPIRED) {
                made.sessionChanged(SessionEvent.EXPIRED);
            }
            return made;
        } catch (ExecutionException e) {
            made.abandon();
            throw new TimeoutException("no session: " + e.getMessage());
        } catch (TimeoutException | InterruptedException e) {
            made.abandon();
            throw e;
        }
    }

    private void abandon() {
        CompletableFuture<Void> unused = client.closeAsync();
    }

    private void sessionChanged(SessionEvent event) {
        What what = switch (event) {
            case CONNECTED, RECONNECTED -> What.RECONNECTED;
            case SUSPENDED -> What.SUSPENDED;
            case EXPIRED -> What.EXPIRED;
            case CLOSED -> isLeaving ? What.LEFT : What.CLOSED;
        };
        recorder.life(name, session, what, 0);
    }

    String name() {
        return name;
    }

    long sessionId() {
        return session;
    }

    /** Whether its session is over, as far as it knows. */
    boolean isOver() {
        return client.state() == SessionState.EXPIRED || client.state() == SessionState.CLOSED;
    }

    /** Calls are made one after the other, so that their order is known. */
    private <T> CompletableFuture<T> record(
            Request request, Supplier<CompletableFuture<T>> operation, Function<T, Outcome> outcome) {
        Entry.Call call;
        CompletableFuture<T> answer;
        synchronized (this) {
            call = recorder.called(name, session, request);
            answer = operation.get();
        }
        return answer.whenComplete((value, failure) ->
                recorder.answered(call, failure == null ? outcome.apply(value) : Recorder.failure(failure)));
    }

    @Override
    public CompletableFuture<OperationResult.Created> create(
            String path, byte @Nullable [] data, CreateOptions options) {
        return record(
                Recorded.request(Operation.create(path, data, options)),
                () -> client.create(path, data, options),
                Recorded::outcome);
    }

    @Override
    public CompletableFuture<OperationResult.Deleted> delete(String path, DeleteOptions options) {
        return record(
                Recorded.request(Operation.delete(path, options)),
                () -> client.delete(path, options),
                Recorded::outcome);
    }

    @Override
    public CompletableFuture<OperationResult.Updated> set(String path, byte @Nullable [] data, SetOptions options) {
        return record(
                Recorded.request(Operation.set(path, data, options)),
                () -> client.set(path, data, options),
                Recorded::outcome);
    }

    @Override
    public CompletableFuture<Committed> commit(List<Operation> operations) {
        return commit(operations, 0);
    }

    /** A commit under a lock, whose znode the first operation checks. */
    CompletableFuture<Committed> commit(List<Operation> operations, long fencingToken) {
        List<Request> parts = operations.stream().map(Recorded::request).toList();
        return record(Request.commit(parts, fencingToken), () -> client.commit(operations), Recorded::outcome);
    }

    @Override
    public CompletableFuture<Existence> exists(String path, ReadOptions options) {
        return read(Kind.EXISTS, path, options, watched -> client.exists(path, watched), Recorded::outcome);
    }

    @Override
    public CompletableFuture<Znode> get(String path, ReadOptions options) {
        return read(Kind.GET, path, options, watched -> client.get(path, watched), Recorded::outcome);
    }

    @Override
    public CompletableFuture<Children> children(String path, ListOptions list, ReadOptions options) {
        return read(Kind.CHILDREN, path, options, watched -> client.children(path, list, watched), Recorded::outcome);
    }

    private <T> CompletableFuture<T> read(
            Kind kind,
            String path,
            ReadOptions options,
            Function<ReadOptions, CompletableFuture<T>> operation,
            Function<T, Outcome> outcome) {
        WatchListener asked = options.watch();
        Listener listener = asked == null ? null : listen(path, asked);
        ReadOptions passed = listener == null ? options : options.withWatch(listener);
        Request request = Recorded.request(kind, path, options, listener == null ? 0 : listener.watch);
        return record(request, () -> operation.apply(passed), outcome);
    }

    @Override
    public CompletableFuture<Long> sync() {
        return record(Request.read(Kind.SYNC, "/", "LINEARIZABLE", 0, 0), client::sync, Outcome::at);
    }

    @Override
    public CompletableFuture<Watch> addWatch(
            String path, WatchMode mode, WatchOptions options, WatchListener listener) {
        Listener recording = listen(path, listener);
        // Only a watch that says where it begins can be checked from its first event on.
        long from = options.fromZxid().orElse(client.lastZxidSeen());
        return client.addWatch(path, mode, options.resumingFrom(from), recording)
                .whenComplete((watch, failure) -> {
                    if (failure == null) {
                        recorder.add(new Entry.Left(recorder.step(), name, recording.watch, mode.name(), path, from));
                    }
                });
    }

    private Listener listen(String path, WatchListener listener) {
        Listener recording = new Listener(recorder.step(), path, listener);
        listeners.add(recording);
        return recording;
    }

    @Override
    public CompletableFuture<Void> removeWatches(String path, WatchListener listener) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (Listener recording : listeners) {
            if (recording.path.equals(path) && recording.listener == listener) {
                CompletableFuture<Void> removed = client.removeWatches(path, recording);
                recorder.add(new Entry.Over(recorder.step(), name, recording.watch));
                listeners.remove(recording);
                done = CompletableFuture.allOf(done, removed);
            }
        }
        return done;
    }

    @Override
    public CompletableFuture<SessionInfo> connected() {
        return client.connected();
    }

    @Override
    public Optional<SessionInfo> session() {
        return client.session();
    }

    @Override
    public SessionState state() {
        return client.state();
    }

    @Override
    public Duration leaseRemaining() {
        return client.leaseRemaining();
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        client.addSessionListener(listener);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        client.removeSessionListener(listener);
    }

    @Override
    public long lastZxidSeen() {
        return client.lastZxidSeen();
    }

    @Override
    public boolean onCallbackThread() {
        return client.onCallbackThread();
    }

    @Override
    public CompletableFuture<SessionHandover> leave(Duration linger) {
        isLeaving = true;
        return client.leave(linger);
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        recorder.life(name, session, What.CLOSING, 0);
        return client.closeAsync();
    }

    @Override
    public void close() {
        recorder.life(name, session, What.CLOSING, 0);
        client.close();
    }

    /** Passes on what a watch is told, written down before. */
    private final class Listener implements WatchListener {
        private final long watch;
        private final String path;
        private final WatchListener listener;

        private Listener(long watch, String path, WatchListener listener) {
            this.watch = watch;
            this.path = path;
            this.listener = listener;
        }

        @Override
        public void changed(WatchEvent event) {
            WatchEvent.Node node = event.node().orElse(null);
            recorder.add(new Entry.Told(
                    recorder.step(),
                    recorder.now(),
                    name,
                    watch,
                    event.type().name(),
                    event.path(),
                    event.zxid(),
                    node == null ? null : Recorded.view(node.stat()),
                    node == null ? null : Recorded.text(node.data())));
            listener.changed(event);
        }

        @Override
        public void ended(GroveException why) {
            listeners.remove(this);
            listener.ended(why);
        }
    }
}
