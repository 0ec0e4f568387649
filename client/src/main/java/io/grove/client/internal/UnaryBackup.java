package io.grove.client.internal;

import io.grove.api.v1.BackupRequest;
import io.grove.api.v1.BackupResponse;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.ResponseHeader;
import io.grove.client.BackupSummary;
import io.grove.client.BackupTarget;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A backup as one server stream, of which a part is allowed when the one before was written. Any member can begin it;
 * no other can go on with it. Everything happens on the loop but the writing.
 */
final class UnaryBackup {
    private final UnaryCaller caller;
    private final BackupRequest request;
    private final BackupTarget target;
    private final CompletableFuture<BackupSummary> future = new CompletableFuture<>();
    private final CRC32C checksum = new CRC32C();
    private @Nullable ClientCallStreamObserver<BackupRequest> call;
    private @Nullable ResponseHeader header;
    private @Nullable BackupSummary summary;
    private Loop.Timer limit = () -> {};
    private long bytes;

    UnaryBackup(UnaryCaller caller, boolean isStale, BackupTarget target) {
        this.caller = caller;
        this.request = BackupRequest.newBuilder().setStale(isStale).build();
        this.target = target;
    }

    CompletableFuture<BackupSummary> begin() {
        caller.<BackupResponse>ask(
                request.getSerializedSize(),
                (channel, limitNanos, answered, failed) -> {
                    awaitPart(TimeUnit.NANOSECONDS.toMillis(limitNanos));
                    ClusterServiceGrpc.newStub(channel)
                            .withExecutor(caller.loop())
                            .backup(request, new Parts(answered, failed));
                },
                this::arrived,
                error -> caller.loop().execute(() -> fail(error)));
        return future;
    }

    private void awaitPart(long limitMs) {
        limit = caller.loop().after(limitMs, () -> cancel("did not answer within " + limitMs + " ms"));
    }

    private void arrived(BackupResponse part) {
        limit.cancel();
        switch (part.getPartCase()) {
            case HEADER -> header = part.getHeader();
            case SUMMARY -> summary = checked(part.getSummary());
            case DATA -> {
                byte[] data = part.getData().toByteArray();
                bytes += data.length;
                checksum.update(data, 0, data.length);
                caller.deliveries().post(() -> write(data));
                return;
            }
            case PART_NOT_SET -> {}
        }
        next();
    }

    private void next() {
        if (call != null) {
            awaitPart(TimeUnit.NANOSECONDS.toMillis(caller.timeoutNanos()));
            call.request(1);
        }
    }

    private void write(byte[] data) {
        try {
            target.write(data);
            caller.loop().execute(this::next);
        } catch (IOException | RuntimeException e) {
            caller.loop().execute(() -> {
                cancel("given up by the client");
                fail(new GroveException(Reason.INTERNAL, "the backup could not be written: " + e.getMessage()));
            });
        }
    }

    /** What was sent; null when something else has come. */
    private @Nullable BackupSummary checked(io.grove.api.v1.BackupSummary sent) {
        return header == null || sent.getBytes() != bytes || sent.getChecksum() != (int) checksum.getValue()
                ? null
                : new BackupSummary(
                        header.getCluster(),
                        header.getMember(),
                        header.getZxid(),
                        sent.getDigest(),
                        sent.getZnodes(),
                        bytes);
    }

    private void end() {
        limit.cancel();
        BackupSummary whole = summary;
        if (whole == null) {
            fail(new GroveException(Reason.INTERNAL, "the backup is not whole: it has not come as it was sent"));
        } else {
            caller.deliveries().post(() -> future.complete(whole));
        }
    }

    private void fail(GroveException error) {
        limit.cancel();
        caller.deliveries().post(() -> future.completeExceptionally(error));
    }

    private void cancel(String why) {
        if (call != null) {
            call.cancel(why, null);
        }
    }

    /** The messages of one stream. */
    private final class Parts implements ClientResponseObserver<BackupRequest, BackupResponse> {
        private final Consumer<BackupResponse> first;
        private final Consumer<StreamEnd> neverBegan;
        private boolean hasBegun;

        Parts(Consumer<BackupResponse> first, Consumer<StreamEnd> neverBegan) {
            this.first = first;
            this.neverBegan = neverBegan;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<BackupRequest> stream) {
            stream.disableAutoRequestWithInitial(1);
            call = stream;
        }

        @Override
        public void onNext(BackupResponse part) {
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
