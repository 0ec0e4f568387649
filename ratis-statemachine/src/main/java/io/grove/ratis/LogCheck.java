package io.grove.ratis;

import io.grove.ratis.LogFiles.LogFile;
import io.grove.ratis.LogRecords.Sound;
import io.grove.ratis.StartRefusedException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole log before Ratis does. A crash may leave the last record of the open file half written: Ratis then
 * either refuses to start, or, told not to, drops everything behind any flipped bit. Here a torn record is cut off,
 * which is safe because it was never acknowledged; whatever else does not check is refused.
 */
final class LogCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LogCheck.class);
    /** More than can be written and not forced. */
    private static final long ANALYSED_BYTES_MAX = 64 << 20;

    private static final int CHUNK_BYTES = 64 << 10;

    private final Path logFolder;
    private final long snapshotIndex;
    private final long committedIndex;

    private LogCheck(Path logFolder, long snapshotIndex, long committedIndex) {
        this.logFolder = logFolder;
        this.snapshotIndex = snapshotIndex;
        this.committedIndex = committedIndex;
    }

    /**
     * Repairs the log, or refuses it.
     *
     * @param snapshotIndex index up to which the newest snapshot goes; -1 when there is none
     * @param committedIndex up to which the member once had, and knew as committed, every entry; -1 when not known
     */
    static void run(Path logFolder, long snapshotIndex, long committedIndex) throws IOException, StartRefusedException {
        new LogCheck(logFolder, snapshotIndex, committedIndex).run();
    }

    private void run() throws IOException, StartRefusedException {
        List<LogFile> files = LogFiles.contiguous(logFolder, snapshotIndex);
        LogFiles.checkReaches(logFolder, snapshotIndex);
        long end = -1;
        for (LogFile file : files) {
            end = file.isOpen() ? checkOpen(file) : checkClosed(file);
        }
        requireCommitted(end);
    }

    private void requireCommitted(long end) throws StartRefusedException {
        if (Math.max(end, snapshotIndex) < committedIndex) {
            throw new StartRefusedException(
                    Reason.LOG_SHORT,
                    "log in " + logFolder + " ends at entry " + Math.max(end, snapshotIndex)
                            + ", but this member had all up to " + committedIndex
                            + ": it has lost what was acknowledged and must not vote again");
        }
    }

    private long checkClosed(LogFile file) throws IOException, StartRefusedException {
        try (RandomAccessFile content = new RandomAccessFile(file.path().toFile(), "r")) {
            requireHeader(file, content);
            Sound sound = LogRecords.read(file.path(), file.first());
            if (sound.lastIndex() != file.last().orElseThrow() || zerosFrom(content) > sound.end()) {
                throw damaged(file, sound.end());
            }
            return sound.lastIndex();
        }
    }

    private long checkOpen(LogFile file) throws IOException, StartRefusedException {
        try (RandomAccessFile content = new RandomAccessFile(file.path().toFile(), "rw")) {
            if (zerosFrom(content) < LogRecords.HEADER.length && isStartOfHeader(content)) {
                // Made, and nothing written to it.
                return file.first() - 1;
            }
            requireHeader(file, content);
            Sound sound = LogRecords.read(file.path(), file.first());
            long zeros = zerosFrom(content);
            if (zeros > sound.end()) {
                if (!isTorn(content, sound, zeros)) {
                    throw damaged(file, sound.end());
                }
                requireCommitted(sound.lastIndex());
                LOG.warn("torn log record cut off file={} position={}", file.path(), sound.end());
                content.setLength(sound.end());
                content.getFD().sync();
            }
            return sound.lastIndex();
        }
    }

    private static boolean isTorn(RandomAccessFile content, Sound sound, long zeros) throws IOException {
        long bytes = zeros - sound.end();
        return bytes <= ANALYSED_BYTES_MAX
                && new BadRecord(
                                sound.end(),
                                read(content, sound.end(), (int) bytes),
                                content.length() - zeros,
                                sound.lastIndex())
                        .isTorn();
    }

    private static void requireHeader(LogFile file, RandomAccessFile content)
            throws IOException, StartRefusedException {
        int length = LogRecords.HEADER.length;
        if (content.length() < length || !Arrays.equals(read(content, 0, length), LogRecords.HEADER)) {
            throw damaged(file, 0);
        }
    }

    private static boolean isStartOfHeader(RandomAccessFile content) throws IOException {
        int length = (int) zerosFrom(content);
        return Arrays.equals(read(content, 0, length), Arrays.copyOf(LogRecords.HEADER, length));
    }

    private static StartRefusedException damaged(LogFile file, long position) {
        return new StartRefusedException(
                Reason.LOG_DAMAGED,
                "log file " + file.path() + " is damaged at byte " + position + " of " + size(file.path())
                        + ": this member has to be replaced");
    }

    private static String size(Path path) {
        try {
            return Long.toString(Files.size(path));
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The position where the zeros at the end of the file begin. */
    private static long zerosFrom(RandomAccessFile content) throws IOException {
        long end = content.length();
        while (end > 0) {
            int length = (int) Math.min(CHUNK_BYTES, end);
            byte[] chunk = read(content, end - length, length);
            for (int i = length - 1; i >= 0; i--) {
                if (chunk[i] != 0) {
                    return end - length + i + 1;
                }
            }
            end -= length;
        }
        return 0;
    }

    private static byte[] read(RandomAccessFile content, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        content.seek(position);
        content.readFully(bytes);
        return bytes;
    }
}
