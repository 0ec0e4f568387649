package io.grove.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Cuts what is written into {@link Chunk}s, each compressed and checked by itself. Closing writes the last chunk and
 * leaves the stream below open. Not thread-safe.
 */
final class ChunkOutputStream extends OutputStream {
    private final OutputStream out;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final byte[] plain = new byte[Chunk.PLAIN_BYTES_MAX];
    private final byte[] stored = new byte[Chunk.STORED_BYTES_MAX];
    private int filledBytes;
    private int place;
    private boolean isClosed;

    ChunkOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, plain.length - filledBytes);
            System.arraycopy(bytes, from, plain, filledBytes, taken);
            filledBytes += taken;
            from += taken;
            left -= taken;
            if (filledBytes == plain.length) {
                writeChunk();
            }
        }
    }

    private void writeChunk() throws IOException {
        deflater.reset();
        deflater.setInput(plain, 0, filledBytes);
        deflater.finish();
        int storedBytes = deflater.deflate(stored);
        if (!deflater.finished()) {
            throw new IllegalStateException("a chunk of " + filledBytes + " bytes deflates to more than the limit");
        }
        out.write(ByteBuffer.allocate(Chunk.FRAME_BYTES)
                .putInt(place)
                .putInt(storedBytes)
                .putInt(filledBytes)
                .putInt(Chunk.checksum(place, filledBytes, stored, storedBytes))
                .array());
        out.write(stored, 0, storedBytes);
        place++;
        filledBytes = 0;
    }

    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (filledBytes > 0) {
                writeChunk();
            }
        } finally {
            deflater.end();
        }
    }
}
