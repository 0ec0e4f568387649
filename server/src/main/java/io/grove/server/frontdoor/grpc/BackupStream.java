package io.grove.server.frontdoor.grpc;

import com.google.protobuf.ByteString;
import io.grove.api.v1.BackupResponse;
import io.grove.api.v1.BackupSummary;
import io.grove.api.v1.ResponseHeader;
import io.grove.machine.MachineState;
import io.grove.snapshot.SnapshotWriter;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/** What one client is sent of a backup: waits for the client before each part. One thread sends; gRPC's tell it to. */
final class BackupStream {
    private static final int PART_BYTES = 256 << 10;
    /** How long a client may leave a part unread. */
    private static final long STALL_MS = 30_000;

    private final ServerCallStreamObserver<BackupResponse> call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mayHaveChanged = lock.newCondition();
    private final CRC32C checksum = new CRC32C();
    private long bytes;

    /** To be made on the thread of the call, before that returns. */
    BackupStream(ServerCallStreamObserver<BackupResponse> call) {
        this.call = call;
        call.setOnReadyHandler(this::look);
        call.setOnCancelHandler(this::look);
    }

    private void look() {
        lock.lock();
        try {
            mayHaveChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes were sent; for the thread that sends. */
    long bytes() {
        return bytes;
    }

    /**
     * Sends all of it and ends the call.
     *
     * @throws IOException when the client has gone, or does not read
     */
    void send(ResponseHeader header, MachineState state) throws IOException {
        put(BackupResponse.newBuilder().setHeader(header));
        OutputStream parts = new BufferedOutputStream(new Parts(), PART_BYTES);
        SnapshotWriter.write(state, parts);
        parts.flush();
        put(BackupResponse.newBuilder()
                .setSummary(BackupSummary.newBuilder()
                        .setBytes(bytes)
                        .setChecksum((int) checksum.getValue())
                        .setDigest(HexFormat.of().toHexDigits(state.digest()))
                        .setZnodes(state.tree().znodeCount())));
        call.onCompleted();
    }

    private void put(BackupResponse.Builder part) throws IOException {
        awaitReady();
        call.onNext(part.build());
    }

    private void awaitReady() throws IOException {
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(STALL_MS);
        lock.lock();
        try {
            while (!call.isReady() && !call.isCancelled()) {
                if (leftNanos <= 0) {
                    throw new IOException("the client has not read for " + STALL_MS + " ms");
                }
                leftNanos = mayHaveChanged.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            lock.unlock();
        }
        if (call.isCancelled()) {
            throw new IOException("the client has gone");
        }
    }

    private final class Parts extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            put(BackupResponse.newBuilder().setData(ByteString.copyFrom(data, offset, length)));
            checksum.update(data, offset, length);
            bytes += length;
        }
    }
}
