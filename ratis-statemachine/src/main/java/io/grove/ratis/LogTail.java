package io.grove.ratis;

import io.grove.ratis.StartRefusedException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the log files before Ratis does. A crash may leave the last record of the open file half written: its
 * length, some of its sectors, and zeros where the others were to come, for the file is filled with zeros ahead. Ratis
 * then either refuses to start, or, told not to, drops everything behind any flipped bit. Here the torn record is cut
 * off, which is safe because it was never acknowledged; whatever else does not check is refused.
 *
 * <p>The format, as Ratis writes it: {@code "RaftLog1"}, then records of a varint length, that many bytes, and the
 * CRC32C of both as four bytes; zeros to the end.
 */
final class LogTail {
    /** Behind every index. */
    static final long NO_LOG = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final Pattern OPEN_FILE = Pattern.compile("log_inprogress_(\\d+)");
    private static final Pattern CLOSED_FILE = Pattern.compile("log_(\\d+)-(\\d+)");
    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    private static final int CRC_BYTES = 4;
    /** Field 1 of Ratis's entry, the term, as a varint. */
    private static final byte ENTRY_STARTS_WITH = 0x08;
    /** What a disk writes in one piece. */
    private static final int SECTOR_BYTES = 512;

    private LogTail() {}

    /** Cuts a torn record off the open log file, if there is one. */
    static void repair(Path logFolder) throws IOException, StartRefusedException {
        for (Path file : files(logFolder)) {
            if (OPEN_FILE.matcher(file.getFileName().toString()).matches()) {
                repairFile(file);
            }
        }
    }

    /**
     * Refuses a log that begins behind the snapshot that is used: entries between are missing, and Ratis would look for
     * them for ever, without a word.
     *
     * @param snapshotIndex index up to which the snapshot goes; -1 when there is none
     */
    static void checkReaches(Path logFolder, long snapshotIndex) throws IOException, StartRefusedException {
        long start = start(logFolder);
        if (start != NO_LOG && start > snapshotIndex + 1) {
            throw new StartRefusedException(
                    Reason.LOG_GAP,
                    "log in " + logFolder + " begins at entry " + start + ", but the newest snapshot that can be read"
                            + " ends at " + snapshotIndex + ": entries are missing");
        }
    }

    /** The index at which the log begins, {@link #NO_LOG} if there is none. */
    static long start(Path logFolder) throws IOException {
        long start = NO_LOG;
        for (Path file : files(logFolder)) {
            for (Pattern pattern : List.of(OPEN_FILE, CLOSED_FILE)) {
                Matcher name = pattern.matcher(file.getFileName().toString());
                if (name.matches()) {
                    start = Math.min(start, Long.parseLong(name.group(1)));
                }
            }
        }
        return start;
    }

    private static List<Path> files(Path logFolder) throws IOException {
        if (!Files.isDirectory(logFolder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(logFolder)) {
            return files.sorted().toList();
        }
    }

    private static void repairFile(Path path) throws IOException, StartRefusedException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long end = file.length();
            if (end < HEADER.length) {
                return;
            }
            long position = HEADER.length;
            while (position < end) {
                int length = recordBytes(file, position, end);
                if (length == 0) {
                    break;
                }
                byte[] record = read(file, position, (int) Math.min(length, end - position));
                boolean isWhole = record.length == length;
                if (!isWhole || !checks(record, 0, length)) {
                    cut(path, file, position, record, isWhole);
                    break;
                }
                position += length;
            }
        }
    }

    /** The bytes a record takes, with its length and checksum; 0 where zeros begin. */
    private static int recordBytes(RandomAccessFile file, long position, long end) throws IOException {
        byte[] head = read(file, position, (int) Math.min(5, end - position));
        long length = 0;
        for (int i = 0; i < head.length; i++) {
            length |= (long) (head[i] & 0x7f) << (7 * i);
            if (head[i] >= 0) {
                long bytes = length == 0 ? 0 : i + 1 + length + CRC_BYTES;
                return (int) Math.min(bytes, Integer.MAX_VALUE - 8);
            }
        }
        return Integer.MAX_VALUE - 8;
    }

    private static boolean checks(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length - CRC_BYTES);
        int stored = 0;
        for (int i = from + length - CRC_BYTES; i < from + length; i++) {
            stored = (stored << 8) | (bytes[i] & 0xff);
        }
        return (int) crc.getValue() == stored;
    }

    /** Whether a sound record is within: then the length of the record it is in was damaged, and nothing was torn. */
    private static boolean holdsSoundRecord(byte[] bytes) {
        for (int at = 1; at < bytes.length - CRC_BYTES; at++) {
            int length = 0;
            int next = at;
            int shift = 0;
            do {
                length |= (bytes[next] & 0x7f) << shift;
                shift += 7;
            } while (bytes[next++] < 0 && shift < 28 && next < bytes.length);
            long total = (long) next - at + length + CRC_BYTES;
            boolean isPlausible = length > 0
                    && at + total <= bytes.length
                    && bytes[next] == ENTRY_STARTS_WITH
                    && bytes[next - 1] >= 0;
            if (isPlausible && checks(bytes, at, (int) total)) {
                return true;
            }
        }
        return false;
    }

    /** Cuts the file before a record that does not check or, with {@code isWhole} false, that the file ends within. */
    private static void cut(Path path, RandomAccessFile file, long position, byte[] record, boolean isWhole)
            throws IOException, StartRefusedException {
        boolean isTorn = !isWhole || (isTorn(record, position) && isZeroFrom(file, position + record.length));
        if (!isTorn || holdsSoundRecord(record)) {
            throw new StartRefusedException(
                    Reason.UNUSABLE_DATA,
                    "log file " + path + " is damaged at byte " + position
                            + ": while all others run, empty the data folder and start this member with bootstrap");
        }
        LOG.warn("torn log record cut off file={} position={} bytes={}", path, position, record.length);
        file.setLength(position);
        file.getFD().sync();
    }

    /** Whether a sector of the record, or what of it the record fills at its end, was never written. */
    private static boolean isTorn(byte[] record, long position) {
        int from = 0;
        while (from < record.length) {
            int to = (int) Math.min(record.length, from + SECTOR_BYTES - (position + from) % SECTOR_BYTES);
            if (isZero(Arrays.copyOfRange(record, from, to))) {
                return true;
            }
            from = to;
        }
        return false;
    }

    private static boolean isZeroFrom(RandomAccessFile file, long position) throws IOException {
        long end = file.length();
        for (long at = position; at < end; at += 1 << 16) {
            if (!isZero(read(file, at, (int) Math.min(1 << 16, end - at)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] read(RandomAccessFile file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(position);
        file.readFully(bytes);
        return bytes;
    }
}
