package io.grove.ratis;

import java.io.IOException;
import java.util.Arrays;

/**
 * The first record of the open log file that does not check, and all behind it: was it torn by a crash, or damaged
 * since? A torn record was never forced to disk, so nothing that was acknowledged is lost with it. It shows: a sector
 * of it was never written and is zero, or the file ends within. Behind it may be sound records of the same force, since
 * a disk writes its sectors in any order, but no more than Ratis writes before it forces.
 *
 * <p>A damaged record may look like that by chance, with zeros in its data or a length that has become too large. So
 * what would be sound with another length, or with one byte changed, is damaged.
 */
final class BadRecord {
    /** Ratis forces the log at the latest after so many entries: {@link RatisProperties} tells it to. */
    static final int FORCED_EVERY_ENTRIES = 32;

    /** What a disk writes in one piece. */
    private static final int SECTOR_BYTES = 512;
    /** Up to here every byte is tried; above, chance would find one too often, and only bits are. */
    private static final int BYTES_TRIED_MAX = 64 << 10;

    private static final int POLYNOMIAL = 0x82f63b78;
    /** What CRC32C adds for a byte. */
    private static final int[] ADDED = new int[256];
    /** For the first byte of what is added: the byte for which it is. */
    private static final int[] ADDED_FOR = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
            }
            ADDED[i] = crc;
            ADDED_FOR[crc >>> 24] = i;
        }
    }

    private final long position;
    private final byte[] bytes;
    /** Where the zeros begin. */
    private final int zeros;
    /** Bytes the record says it takes; 0 if it says nothing that can be, more than there can be if it does not say. */
    private final int claimed;
    /** Where the next sound record begins; {@link #zeros} if there is none. */
    private final int next;

    private final int soundBehind;
    private final boolean isFileTooShort;

    /**
     * Of what is in the file from a record on.
     *
     * @param position where that is in the file
     * @param content up to the zeros at the end
     * @param zerosBehind how many those are
     * @param lastIndex index of the entry before
     */
    BadRecord(long position, byte[] content, long zerosBehind, long lastIndex) {
        this.position = position;
        this.zeros = content.length;
        this.claimed = LogRecords.claimedBytes(Arrays.copyOf(content, content.length + (zerosBehind > 0 ? 1 : 0)));
        this.isFileTooShort = claimed > content.length + zerosBehind;
        int padded =
                (int) Math.min(content.length + zerosBehind, Math.max(content.length + LogRecords.CRC_BYTES, claimed));
        this.bytes = Arrays.copyOf(content, padded);
        int found = 0;
        int first = zeros;
        for (int at = 1; at < zeros && found < FORCED_EVERY_ENTRIES; at++) {
            int length = LogRecords.soundAt(content, at, lastIndex);
            if (length > 0) {
                first = Math.min(first, at);
                found++;
                at += length - 1;
            }
        }
        this.next = first;
        this.soundBehind = found;
    }

    /** Whether it was torn, and may be cut off with all that is behind it. */
    boolean isTorn() throws IOException {
        boolean isCutShort = isFileTooShort && next == zeros;
        return soundBehind < FORCED_EVERY_ENTRIES
                && (isCutShort || hasUnwrittenSector())
                && !isSoundWithAnotherLength()
                && !isSoundWithAnotherByte();
    }

    /** Whether a sector of the record, or what of it the record fills at its end, is zero. */
    private boolean hasUnwrittenSector() {
        int end = next < zeros ? next : Math.max(zeros, Math.min(claimed, bytes.length));
        int from = 0;
        while (from < end) {
            int to = (int) Math.min(end, from + SECTOR_BYTES - (position + from) % SECTOR_BYTES);
            if (LogRecords.isZero(bytes, from, to)) {
                return true;
            }
            from = to;
        }
        return false;
    }

    private boolean isSoundWithAnotherLength() throws IOException {
        // A checksum may end in zeros.
        int endMax = next < zeros ? next : Math.min(bytes.length, zeros + LogRecords.CRC_BYTES - 1);
        for (int end = next; end <= endMax; end++) {
            for (int head = 1; head <= 5; head++) {
                int length = end - head - LogRecords.CRC_BYTES;
                if (length > 0 && LogRecords.varintBytes(length) == head) {
                    byte[] record = LogRecords.record(length);
                    System.arraycopy(bytes, head, record, head, length + LogRecords.CRC_BYTES);
                    if (LogRecords.checks(record, 0, record.length)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** What a changed byte adds to a checksum is known at its place; so the checksum is taken back byte by byte. */
    private boolean isSoundWithAnotherByte() {
        int data = claimed - LogRecords.CRC_BYTES;
        if (data <= 0 || claimed > bytes.length) {
            return false;
        }
        int difference = LogRecords.crc(bytes, 0, data) ^ LogRecords.storedCrc(bytes, claimed);
        if (hasOneByte(difference)) {
            return true;
        }
        for (int at = data; at > 0; at--) {
            int added = ADDED_FOR[difference >>> 24];
            difference = ((difference ^ ADDED[added]) << 8) | added;
            if (difference >>> 8 == 0 && (data <= BYTES_TRIED_MAX || Integer.bitCount(difference) == 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOneByte(int value) {
        int count = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            count += (value >>> shift & 0xff) == 0 ? 0 : 1;
        }
        return count == 1;
    }
}
