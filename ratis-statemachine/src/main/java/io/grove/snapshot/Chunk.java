package io.grove.snapshot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The frame of one chunk: place, length as stored, length as inflated, checksum, each four bytes, then the deflated
 * bytes. The checksum covers everything else, so that no bit can change and no chunk can change its place unnoticed.
 */
final class Chunk {
    /** How many bytes a chunk holds; all but the last hold exactly so many. */
    static final int PLAIN_BYTES_MAX = 256 * 1024;

    /** Above what deflating bytes that cannot be compressed makes of them. */
    static final int STORED_BYTES_MAX = PLAIN_BYTES_MAX + 1024;

    /** Length of what stands before the deflated bytes. */
    static final int FRAME_BYTES = 16;

    private Chunk() {}

    /** The checksum of a chunk. */
    static int checksum(int place, int plainBytes, byte[] stored, int storedBytes) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12)
                .putInt(place)
                .putInt(storedBytes)
                .putInt(plainBytes)
                .flip());
        crc.update(stored, 0, storedBytes);
        return (int) crc.getValue();
    }
}
