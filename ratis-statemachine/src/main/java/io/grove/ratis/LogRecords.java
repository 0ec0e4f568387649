package io.grove.ratis;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;

/**
 * How Ratis writes a file of the log: {@code "RaftLog1"}, then records of a varint length, an entry of that many bytes,
 * and the CRC32C of both as four bytes; zeros to the end. An entry begins with its term and its index.
 */
final class LogRecords {
    static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    static final int CRC_BYTES = 4;

    /** Above every batch that can be configured, and what is put around it. */
    private static final int ENTRY_BYTES_MAX = 32 << 20;

    private static final int TERM_TAG = 0x08;
    private static final int INDEX_TAG = 0x10;
    private static final int BUFFER_BYTES = 256 << 10;

    private LogRecords() {}

    /**
     * How far a file is sound.
     *
     * @param lastIndex index of the last sound entry; that before the first when there is none
     * @param end position behind it
     */
    record Sound(long lastIndex, long end) {}

    /** Reads a file whose header is sound, up to its end, or zeros, or the first record that does not check. */
    static Sound read(Path file, long firstIndex) throws IOException {
        long index = firstIndex;
        long position = HEADER.length;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            in.skipNBytes(HEADER.length);
            while (true) {
                long bytes = readOne(in, index);
                if (bytes == 0) {
                    return new Sound(index - 1, position);
                }
                position += bytes;
                index++;
            }
        }
    }

    /** The bytes of the next record, 0 if it is not sound. */
    private static long readOne(DataInputStream in, long index) throws IOException {
        try {
            int length = readVarint(in);
            if (length <= 0 || length > ENTRY_BYTES_MAX) {
                return 0;
            }
            byte[] record = record(length);
            int head = record.length - CRC_BYTES - length;
            in.readFully(record, head, length + CRC_BYTES);
            return checks(record, 0, record.length) && indexOf(record, head, length) == index ? record.length : 0;
        } catch (EOFException e) {
            return 0;
        }
    }

    private static int readVarint(InputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; shift < 32; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            value |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        return -1;
    }

    /** Room for a record with an entry of that length, which is filled in. */
    static byte[] record(int length) throws IOException {
        int head = varintBytes(length);
        byte[] record = new byte[head + length + CRC_BYTES];
        CodedOutputStream out = CodedOutputStream.newInstance(record, 0, head);
        out.writeUInt32NoTag(length);
        return record;
    }

    static boolean checks(byte[] bytes, int from, int length) {
        return crc(bytes, from, length - CRC_BYTES) == storedCrc(bytes, from + length);
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** The checksum that ends there. */
    static int storedCrc(byte[] bytes, int end) {
        int stored = 0;
        for (int i = end - CRC_BYTES; i < end; i++) {
            stored = (stored << 8) | (bytes[i] & 0xff);
        }
        return stored;
    }

    /** The index of an entry, -1 if it is none. */
    private static long indexOf(byte[] bytes, int from, int length) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes, from, length);
            if (in.readTag() != TERM_TAG || in.readUInt64() <= 0) {
                return -1;
            }
            // The first of all entries has index 0, which is not written.
            return in.readTag() == INDEX_TAG ? in.readUInt64() : 0;
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * The length of the sound record that begins there, 0 if none does.
     *
     * @param afterIndex its index is behind that
     */
    static int soundAt(byte[] bytes, int at, long afterIndex) {
        int length = 0;
        int next = at;
        int shift = 0;
        do {
            length |= (bytes[next] & 0x7f) << shift;
            shift += 7;
        } while (bytes[next++] < 0 && shift < 32 && next < bytes.length);
        long total = (long) next - at + length + CRC_BYTES;
        boolean isPlausible = length > 0
                && total <= bytes.length - at
                && bytes[next] == TERM_TAG
                && indexOf(bytes, next, length) > afterIndex;
        return isPlausible && checks(bytes, at, (int) total) ? (int) total : 0;
    }

    /** The bytes that the record at the start says it takes; 0 if that cannot be, all there can be if it is cut off. */
    static int claimedBytes(byte[] bytes) {
        try {
            int length = readVarint(new ByteArrayInputStream(bytes));
            return length <= 0 || length > ENTRY_BYTES_MAX ? 0 : varintBytes(length) + length + CRC_BYTES;
        } catch (IOException e) {
            return Integer.MAX_VALUE;
        }
    }

    static int varintBytes(int length) {
        return CodedOutputStream.computeUInt32SizeNoTag(length);
    }

    static boolean isZero(byte[] bytes, int from, int to) {
        return Arrays.mismatch(bytes, from, to, new byte[to - from], 0, to - from) < 0;
    }
}
