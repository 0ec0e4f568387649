package io.grove.snapshot;

import io.grove.codec.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gives back what a {@link ChunkOutputStream} was given. Hands out no byte of a chunk before the whole chunk has been
 * checked, and needs memory for one chunk only, whatever its frame claims. Closing leaves the stream below open. Not
 * thread-safe.
 */
final class ChunkInputStream extends InputStream {
    private final InputStream in;
    private final Inflater inflater = new Inflater();
    private final byte[] plain = new byte[Chunk.PLAIN_BYTES_MAX];
    private final byte[] stored = new byte[Chunk.STORED_BYTES_MAX];
    private int filledBytes;
    private int takenBytes;
    private int place;
    private boolean isEnded;

    ChunkInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? plain[takenBytes++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int taken = Math.min(length, filledBytes - takenBytes);
        System.arraycopy(plain, takenBytes, bytes, offset, taken);
        takenBytes += taken;
        return taken;
    }

    private boolean hasMore() throws IOException {
        while (takenBytes == filledBytes && !isEnded) {
            readChunk();
        }
        return takenBytes < filledBytes;
    }

    private void readChunk() throws IOException {
        byte[] frame = in.readNBytes(Chunk.FRAME_BYTES);
        if (frame.length == 0) {
            isEnded = true;
            return;
        }
        if (frame.length < Chunk.FRAME_BYTES) {
            throw new FormatException("chunk " + place + " is cut off");
        }
        ByteBuffer fields = ByteBuffer.wrap(frame);
        int placeRead = fields.getInt();
        int storedBytes = fields.getInt();
        int plainBytes = fields.getInt();
        int checksum = fields.getInt();
        if (placeRead != place) {
            throw new FormatException("chunk " + placeRead + " stands in the place of chunk " + place);
        }
        if (storedBytes <= 0 || storedBytes > stored.length || plainBytes <= 0 || plainBytes > plain.length) {
            throw new FormatException("chunk " + place + " has impossible lengths " + storedBytes + ", " + plainBytes);
        }
        if (in.readNBytes(stored, 0, storedBytes) < storedBytes) {
            throw new FormatException("chunk " + place + " is cut off");
        }
        if (Chunk.checksum(place, plainBytes, stored, storedBytes) != checksum) {
            throw new FormatException("chunk " + place + " is damaged: its checksum is wrong");
        }
        inflate(storedBytes, plainBytes);
        filledBytes = plainBytes;
        takenBytes = 0;
        place++;
    }

    private void inflate(int storedBytes, int plainBytes) throws FormatException {
        inflater.reset();
        inflater.setInput(stored, 0, storedBytes);
        try {
            int inflatedBytes = inflater.inflate(plain, 0, plainBytes);
            // The end mark may still be unread when the output is full.
            boolean isWhole = inflatedBytes == plainBytes
                    && (inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished()));
            if (!isWhole || inflater.getRemaining() > 0) {
                throw new FormatException("chunk " + place + " does not inflate to its length");
            }
        } catch (DataFormatException e) {
            throw new FormatException("chunk " + place + " does not inflate: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
