package io.grove.ratis;

import io.grove.ratis.StartRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the log, by their names: closed ones, of which each says up to which entry it goes, then an open one.
 */
final class LogFiles {
    /** Behind every index. */
    static final long NO_LOG = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
    private static final Pattern NAME = Pattern.compile("log_(?:inprogress_(\\d{1,18})|(\\d{1,18})-(\\d{1,18}))");

    private LogFiles() {}

    /**
     * A file of the log.
     *
     * @param first index of its first entry
     * @param last index of its last entry; empty for the file that is written to
     */
    record LogFile(Path path, long first, Optional<Long> last) {
        boolean isOpen() {
            return last.isEmpty();
        }
    }

    /** All, in the order of their entries. */
    static List<LogFile> list(Path logFolder) throws IOException {
        if (!Files.isDirectory(logFolder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(logFolder)) {
            return files.flatMap(file -> parse(file).stream())
                    .sorted(Comparator.comparingLong(LogFile::first).thenComparing(LogFile::isOpen))
                    .toList();
        }
    }

    private static Optional<LogFile> parse(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                name.group(1) != null
                        ? new LogFile(path, Long.parseLong(name.group(1)), Optional.empty())
                        : new LogFile(path, Long.parseLong(name.group(2)), Optional.of(Long.parseLong(name.group(3)))));
    }

    /** The index at which the log begins, {@link #NO_LOG} if there is none. */
    static long start(Path logFolder) throws IOException {
        return list(logFolder).stream().mapToLong(LogFile::first).findFirst().orElse(NO_LOG);
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

    /**
     * Refuses a log with a file missing between others, or with two for the same entries. What a purge has left when it
     * was interrupted is no gap: it removes the newest of what it removes first. Files before a gap go then, when all
     * of them is in the snapshot.
     */
    static List<LogFile> contiguous(Path logFolder, long snapshotIndex) throws IOException, StartRefusedException {
        List<LogFile> sound = new ArrayList<>();
        for (LogFile file : list(logFolder)) {
            if (!sound.isEmpty()) {
                LogFile before = sound.get(sound.size() - 1);
                long expected = before.last().orElse(Long.MAX_VALUE - 1) + 1;
                if (file.first() > expected && expected <= snapshotIndex + 1) {
                    remove(sound);
                } else if (file.first() != expected) {
                    throw new StartRefusedException(
                            Reason.LOG_GAP,
                            "log file " + file.path() + " does not begin where "
                                    + before.path().getFileName() + " ends: a file is missing, or is there twice");
                }
            }
            sound.add(file);
        }
        return sound;
    }

    private static void remove(List<LogFile> purged) throws IOException {
        for (LogFile file : purged) {
            LOG.warn("log file of an interrupted purge removed file={}", file.path());
            Files.delete(file.path());
        }
        purged.clear();
    }
}
