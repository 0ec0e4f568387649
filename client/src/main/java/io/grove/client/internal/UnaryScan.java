package io.grove.client.internal;

import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScanResponse;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.Scan;
import io.grove.client.ScannedZnode;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A scan as one server stream, of which a message is allowed when the one before was taken. Any member can begin it; no
 * other can go on with it. Everything but {@link #next} and {@link #close} happens on the loop.
 */
final class UnaryScan implements Scan {
    private final UnaryCaller caller;
    private final String path;
    private final Supplier<ScanRequest> request;
    private final LongConsumer sawZxid;
    private @Nullable ClientCallStreamObserver<ScanRequest> call;
    private @Nullable CompletableFuture<List<ScannedZnode>> waiting;
    private Loop.Timer limit = () -> {};
    private boolean begun;
    private boolean ended;

    UnaryScan(UnaryCaller caller, String path, Supplier<ScanRequest> request, LongConsumer sawZxid) {
        this.caller = caller;
        this.path = path;
        this.request = request;
        this.sawZxid = sawZxid;
    }

    @Override
    public CompletableFuture<List<ScannedZnode>> next() {
        CompletableFuture<List<ScannedZnode>> future = new CompletableFuture<>();
        caller.loop().execute(() -> advance(future));
        return future;
    }

    private void advance(CompletableFuture<List<ScannedZnode>> future) {
        if (ended) {
            caller.deliveries().post(() -> future.complete(List.of()));
            return;
        }
        waiting = future;
        if (!begun) {
            begun = true;
            begin();
        } else if (call != null) {
            long limitMs = TimeUnit.NANOSECONDS.toMillis(caller.timeoutNanos());
            limit = caller.loop().after(limitMs, () -> cancel("the next part did not come within " + limitMs + " ms"));
            call.request(1);
        }
    }

    private void begin() {
        ScanRequest scan;
        try {
            scan = request.get();
        } catch (IllegalArgumentException e) {
            fail(ErrorMapping.badArguments(path, e));
            return;
        }
        caller.ask(
                scan.getSerializedSize(),
                (Channel channel, long limitNanos, Consumer<ScanResponse> answered, Consumer<StreamEnd> failed) -> {
                    Part part = new Part(answered, failed);
                    long limitMs = TimeUnit.NANOSECONDS.toMillis(limitNanos);
                    limit = caller.loop().after(limitMs, () -> cancel("did not answer within " + limitMs + " ms"));
                    TreeServiceGrpc.newStub(channel).withExecutor(caller.loop()).scan(scan, part);
                },
                this::arrived,
                error -> caller.loop().execute(() -> fail(error)));
    }

    private void arrived(ScanResponse part) {
        limit.cancel();
        sawZxid.accept(part.getHeader().getZxid());
        CompletableFuture<List<ScannedZnode>> future = waiting;
        if (future == null) {
            return;
        }
        if (part.getNodesCount() == 0 && call != null) {
            call.request(1); // Empty would mean the end.
            return;
        }
        waiting = null;
        caller.deliveries().post(() -> future.complete(ReadAnswers.scanned(part)));
    }

    private void end() {
        ended = true;
        limit.cancel();
        CompletableFuture<List<ScannedZnode>> future = waiting;
        waiting = null;
        if (future != null) {
            caller.deliveries().post(() -> future.complete(List.of()));
        }
    }

    private void fail(GroveException error) {
        ended = true;
        limit.cancel();
        CompletableFuture<List<ScannedZnode>> future = waiting;
        waiting = null;
        if (future != null) {
            caller.deliveries().post(() -> future.completeExceptionally(error));
        }
    }

    private void cancel(String why) {
        if (call != null) {
            call.cancel(why, null);
        }
    }

    @Override
    public void close() {
        caller.loop().execute(() -> {
            cancel("given up by the client");
            fail(new GroveException(Reason.CLOSED, "the scan is closed"));
        });
    }

    /** The messages of one stream. */
    private final class Part implements ClientResponseObserver<ScanRequest, ScanResponse> {
        private final Consumer<ScanResponse> first;
        private final Consumer<StreamEnd> neverBegan;
        private boolean hasBegun;

        Part(Consumer<ScanResponse> first, Consumer<StreamEnd> neverBegan) {
            this.first = first;
            this.neverBegan = neverBegan;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ScanRequest> stream) {
            stream.disableAutoRequestWithInitial(1);
            call = stream;
        }

        @Override
        public void onNext(ScanResponse part) {
            if (hasBegun) {
                arrived(part);
            } else {
                hasBegun = true;
                first.accept(part);
            }
        }

        @Override
        public void onError(Throwable failure) {
            limit.cancel();
            if (hasBegun) {
                fail(StreamEnd.of(failure).error());
            } else {
                neverBegan.accept(StreamEnd.of(failure));
            }
        }

        @Override
        public void onCompleted() {
            if (hasBegun) {
                end();
            } else {
                neverBegan.accept(StreamEnd.ofNetwork("has sent nothing"));
            }
        }
    }
}
