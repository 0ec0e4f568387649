package io.grove.ratis;

import io.grove.ratis.StartRefusedException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Stands before the data folder: only one process enters, only the member it belongs to, and never a member that has
 * lost its memory. Ratis itself makes a new, empty member of whatever empty folder it finds, and a member that has
 * forgotten how it voted can elect a second leader; so a marker says whose folder it is and that it was in use.
 *
 * <p>In the folder: {@code grove.lock}, {@code grove.member} (the marker), {@code raft/} (Ratis's).
 */
final class StorageGuard implements AutoCloseable {
    private static final String LOCK = "grove.lock";
    private static final String MARKER = "grove.member";
    private static final String FORMAT = "1";
    /** Ratis was never running on this folder, or for less than a moment. */
    private static final String NEW = "new";
    /** Ratis has run here: its folder must be there from now on. */
    private static final String INITIALISED = "initialised";

    private final RatisSettings settings;
    private final UUID groupId;
    private final Path folder;
    private final FileChannel lockFile;

    private StorageGuard(RatisSettings settings, UUID groupId, FileChannel lockFile) {
        this.settings = settings;
        this.groupId = groupId;
        this.folder = settings.storage().folder();
        this.lockFile = lockFile;
    }

    /** Enters the folder, or says why not. The lock is held until {@link #close}. */
    static StorageGuard enter(RatisSettings settings, UUID groupId) throws StartRefusedException {
        Path folder = settings.storage().folder();
        FileChannel lockFile;
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            checkFreeSpace(folder, settings.storage().freeBytesMin());
            lockFile = FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartRefusedException(
                    Reason.NOT_WRITABLE, "data folder " + folder + " cannot be written: " + e, e);
        }
        StorageGuard guard = new StorageGuard(settings, groupId, lockFile);
        try {
            guard.lock();
            guard.checkMarker();
            return guard;
        } catch (StartRefusedException e) {
            guard.close();
            throw e;
        } catch (IOException e) {
            guard.close();
            throw new StartRefusedException(
                    Reason.NOT_WRITABLE, "data folder " + folder + " cannot be read and written: " + e, e);
        }
    }

    /** The one folder given to Ratis. */
    Path raftFolder() {
        return folder.resolve("raft");
    }

    /** The folder of our group within it. */
    Path groupFolder() {
        return raftFolder().resolve(groupId.toString());
    }

    /** Ratis runs on the folder: from now on it is never taken for a new one. */
    void initialised() throws IOException {
        if (!INITIALISED.equals(readMarker().getProperty("state"))) {
            writeMarker(INITIALISED);
        }
    }

    private static void checkFreeSpace(Path folder, long freeBytesMin) throws IOException, StartRefusedException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < freeBytesMin) {
            throw new StartRefusedException(
                    Reason.DISK_FULL,
                    "data folder " + folder + " has " + (free >> 20) + " MiB free, at least " + (freeBytesMin >> 20)
                            + " MiB are needed");
        }
    }

    private void lock() throws IOException, StartRefusedException {
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StartRefusedException(
                    Reason.FOLDER_IN_USE, "data folder " + folder + " is in use by another process");
        }
    }

    private void checkMarker() throws IOException, StartRefusedException {
        if (!Files.exists(folder.resolve(MARKER))) {
            checkMayBootstrap();
            writeMarker(NEW);
            return;
        }
        Properties marker = readMarker();
        if (!FORMAT.equals(marker.getProperty("format"))) {
            throw new StartRefusedException(
                    Reason.UNUSABLE_DATA,
                    "data folder " + folder + ": file " + MARKER + " is damaged, or of a newer Grove");
        }
        String cluster = marker.getProperty("cluster", "");
        String member = marker.getProperty("member", "");
        if (!cluster.equals(settings.cluster())) {
            throw new StartRefusedException(
                    Reason.OTHER_CLUSTER,
                    "data folder " + folder + " belongs to ensemble '" + cluster + "', not to '" + settings.cluster()
                            + "'");
        }
        if (!member.equals(settings.self().value())) {
            throw new StartRefusedException(
                    Reason.OTHER_MEMBER,
                    "data folder " + folder + " belongs to member '" + member + "', not to '" + settings.self() + "'");
        }
        String members = marker.getProperty("members", "");
        if (!members.equals(settings.memberIds())
                || !marker.getProperty("group", "").equals(groupId.toString())) {
            throw new StartRefusedException(
                    Reason.OTHER_MEMBERS,
                    "data folder " + folder + " belongs to an ensemble of " + members + ", not of "
                            + settings.memberIds() + ": which members an ensemble has cannot be changed");
        }
        boolean hasMeta = Files.exists(groupFolder().resolve("current").resolve("raft-meta"));
        if (INITIALISED.equals(marker.getProperty("state")) && !hasMeta) {
            throw new StartRefusedException(
                    Reason.UNUSABLE_DATA,
                    "data folder " + folder + " was in use, but its log is gone: this member must not vote again");
        }
    }

    private void checkMayBootstrap() throws IOException, StartRefusedException {
        if (Files.isDirectory(raftFolder())) {
            try (Stream<Path> content = Files.list(raftFolder())) {
                if (content.findAny().isPresent()) {
                    throw new StartRefusedException(
                            Reason.MARKER_MISSING,
                            "data folder " + folder + " holds a log, but no file " + MARKER + " that says whose");
                }
            }
        }
        if (!settings.storage().bootstrap()) {
            throw new StartRefusedException(
                    Reason.NOT_INITIALISED,
                    "data folder " + folder + " was never initialised: if this is a new member and no lost volume,"
                            + " start it with bootstrap");
        }
    }

    private Properties readMarker() throws IOException {
        Properties marker = new Properties();
        try {
            marker.load(new StringReader(Files.readString(folder.resolve(MARKER))));
        } catch (IllegalArgumentException e) {
            // A damaged escape: what is missing is refused by the caller.
            marker.clear();
        }
        return marker;
    }

    private void writeMarker(String state) throws IOException {
        String text = "# Whose data this folder holds. Written by Grove; do not change.\n"
                + "format=" + FORMAT + "\n"
                + "cluster=" + settings.cluster() + "\n"
                + "member=" + settings.self() + "\n"
                + "members=" + settings.memberIds() + "\n"
                + "group=" + groupId + "\n"
                + "state=" + state + "\n";
        DurableFiles.replace(folder.resolve(MARKER), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Leaves the folder. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
