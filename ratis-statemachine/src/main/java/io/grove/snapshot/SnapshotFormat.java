package io.grove.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The first bytes of a snapshot, which stay what they are in all versions. */
public final class SnapshotFormat {
    /** The version that is written, and the only one that is read. */
    public static final int VERSION = 1;

    static final int PREAMBLE_BYTES = 12;

    private static final byte[] MAGIC = "GROVSNAP".getBytes(StandardCharsets.US_ASCII);

    private SnapshotFormat() {}

    static byte[] preamble() {
        return ByteBuffer.allocate(PREAMBLE_BYTES).put(MAGIC).putInt(VERSION).array();
    }

    static boolean hasMagic(byte[] preamble) {
        return preamble.length == PREAMBLE_BYTES
                && ByteBuffer.wrap(preamble, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    static int version(byte[] preamble) {
        return ByteBuffer.wrap(preamble).getInt(MAGIC.length);
    }
}
