package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.client.Consistency;
import io.grove.client.ReadOptions;
import io.grove.client.Scan;
import io.grove.client.ScanOptions;
import io.grove.client.WatchMode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads by unary calls, without a session, at whichever member answers. Thread-safe. */
final class UnaryReader extends Reads {
    private final UnaryCaller caller;
    private volatile long lastZxidSeen;

    UnaryReader(UnaryCaller caller) {
        this.caller = caller;
    }

    /** A SESSION read is no older than what this reader has seen, at whichever member. */
    @Override
    ReadOptions effective(ReadOptions options) {
        if (options.watch() != null) {
            throw new IllegalArgumentException("a watch needs a session, which this reader does not have");
        }
        return options.consistency() == Consistency.SESSION
                ? options.withMinZxid(Math.max(options.minZxid(), lastZxidSeen))
                : options;
    }

    @Override
    WatchRegistry.@Nullable Entry watch(String path, WatchMode mode, ReadOptions options) {
        return null;
    }

    @Override
    <T> CompletableFuture<T> call(
            @Nullable String path,
            WatchRegistry.@Nullable Entry watch,
            Supplier<Request> request,
            Function<Response, T> mapping) {
        PendingRequest<T> pending;
        try {
            pending = new PendingRequest<>(request.get(), mapping, null);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(ErrorMapping.badArguments(path, e));
        }
        caller.ask(
                pending.bytes(),
                new UnaryCall(pending.template(), caller.loop()),
                answer -> {
                    saw(answer.getZxid());
                    caller.deliveries().post(() -> pending.complete(answer));
                },
                error -> caller.deliveries().post(() -> pending.fail(error)));
        return pending.future();
    }

    @Override
    public Scan scan(String path, ScanOptions options, ReadOptions read) {
        return new UnaryScan(caller, path, () -> ReadRequests.scan(path, options, effective(read)), this::saw);
    }

    /** Only the loop calls this, so that read and write need not be one step. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void saw(long zxid) {
        lastZxidSeen = Math.max(lastZxidSeen, zxid);
    }

    @Override
    public long lastZxidSeen() {
        return lastZxidSeen;
    }

    @Override
    public boolean onCallbackThread() {
        return caller.deliveries().isCurrentThread();
    }

    @Override
    public void close() {
        caller.close();
    }
}
