package io.grove.ratis;

import io.grove.ratis.MemberMarker.State;
import io.grove.ratis.StartRefusedException.Reason;
import io.grove.replication.Member;
import io.grove.replication.Membership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the data folder: only one process enters, only the member it belongs to, and never a member that has
 * lost its memory. Ratis itself makes a new, empty member of whatever empty folder it finds, and a member that has
 * forgotten how it voted can elect a second leader; so a marker says whose folder it is and that it was in use.
 *
 * <p>In the folder: {@code grove.lock}, {@code grove.member} (the {@link MemberMarker}), {@code raft/} (Ratis's).
 */
final class StorageGuard implements AutoCloseable {
    private static final String LOCK = "grove.lock";

    private final RatisSettings settings;
    private final Path folder;
    private final FileChannel lockFile;
    private final @Nullable Restore restore;
    private volatile MemberMarker marker;
    private Membership initial = new Membership(-1, false, List.of(), List.of());

    private StorageGuard(RatisSettings settings, @Nullable Restore restore, FileChannel lockFile) {
        this.settings = settings;
        this.restore = restore;
        this.folder = settings.storage().folder();
        this.lockFile = lockFile;
        this.marker = newMarker(group(settings.members()), State.NEW, settings.members());
    }

    /**
     * Enters the folder, or says why not. The lock is held until {@link #close}.
     *
     * @param introducer makes the member join an ensemble that exists; without one it is one of the founders
     * @param knownFeatureLevel the highest feature level that a backup may have
     */
    static StorageGuard enter(RatisSettings settings, @Nullable Introducer introducer, int knownFeatureLevel)
            throws StartRefusedException {
        Restore restore = Restore.of(settings.storage(), knownFeatureLevel);
        Path folder = settings.storage().folder();
        FileChannel lockFile;
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            checkFreeSpace(folder, settings.storage().disk().freeBytesMin());
            lockFile = FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartRefusedException(
                    Reason.NOT_WRITABLE, "data folder " + folder + " cannot be written: " + e, e);
        }
        StorageGuard guard = new StorageGuard(settings, restore, lockFile);
        try {
            guard.lock();
            guard.checkMarker(introducer);
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
        return raftFolder().resolve(groupId().toString());
    }

    /** What this member knew when it last ran. */
    MemberMemory memory() throws IOException {
        return MemberMemory.read(folder);
    }

    /** Identity of the group: chosen when the ensemble began, and kept whoever belongs to it since. */
    UUID groupId() {
        return marker.groupId();
    }

    /** Who belongs, for as long as the log does not say it. */
    Membership initial() {
        return initial;
    }

    /** Ratis runs on the folder of a founder: from now on it is never taken for a new one. */
    void started() throws IOException {
        if (marker.state() == State.NEW) {
            write(State.INITIALISED);
        }
    }

    /** A member that joins has its part as soon as its own log says so; from then on it must not forget. */
    void admit(Membership membership) throws IOException {
        if (marker.state() == State.JOINING && membership.isSettled() && membership.contains(settings.self())) {
            write(State.INITIALISED);
        }
    }

    boolean isAdmitted() {
        return marker.state() != State.JOINING;
    }

    void markRemoved() throws IOException {
        write(State.REMOVED);
    }

    private synchronized void write(State state) throws IOException {
        MemberMarker changed = marker.in(state);
        changed.write(folder);
        marker = changed;
    }

    private MemberMarker newMarker(UUID groupId, State state, List<Member> founders) {
        return new MemberMarker(settings.cluster(), settings.self().value(), groupId, state, founders);
    }

    /**
     * Of the name, the founders and the backup with which they begin. Two lists of founders would have majorities that
     * do not overlap, and two backups different states, so members that were given different ones must not even talk.
     */
    private UUID group(List<Member> founders) {
        String ids =
                founders.stream().map(member -> member.id().value()).sorted().collect(Collectors.joining(","));
        String group = "grove/" + settings.cluster() + "/" + ids + (restore == null ? "" : "/" + restore.identity());
        return UUID.nameUUIDFromBytes(group.getBytes(StandardCharsets.UTF_8));
    }

    /** What is to be put into the folder before Ratis looks at it; null when it has what it needs. */
    @Nullable Restore toRestore() {
        return marker.state() == State.NEW ? restore : null;
    }

    /** A backup is the beginning of an ensemble, and nothing that can be laid over another one. */
    private void requireRestored() throws StartRefusedException {
        if (restore != null && !marker.groupId().equals(group(marker.founders()))) {
            throw new StartRefusedException(
                    Reason.NOT_EMPTY,
                    "data folder " + folder + " holds data that does not come from backup " + restore.file()
                            + ": a backup is restored into empty folders only");
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

    private void checkMarker(@Nullable Introducer introducer) throws IOException, StartRefusedException {
        if (!Files.exists(folder.resolve(MemberMarker.FILE))) {
            requireNoLog();
            if (introducer == null) {
                requireBootstrap();
                if (restore != null) {
                    restore.verified();
                }
                initial = new Membership(-1, false, settings.members(), List.of());
                marker.write(folder);
            } else {
                join(introducer.introduce(), false);
            }
            return;
        }
        marker = MemberMarker.read(folder)
                .orElseThrow(() -> new StartRefusedException(
                        Reason.UNUSABLE_DATA,
                        "data folder " + folder + ": file " + MemberMarker.FILE + " is damaged, or of a newer Grove"));
        requireOurs();
        requireRestored();
        if (marker.state() == State.REMOVED) {
            throw new StartRefusedException(
                    Reason.REMOVED,
                    "member '" + settings.self() + "' was removed from ensemble '" + settings.cluster()
                            + "': to add it again, start it with an empty data folder and join");
        }
        if (marker.state() == State.JOINING) {
            joinAgain(introducer);
            return;
        }
        initial = new Membership(-1, false, marker.founders(), List.of());
        boolean hasMeta = Files.exists(groupFolder().resolve("current").resolve("raft-meta"));
        if (marker.state() == State.INITIALISED && !hasMeta) {
            throw new StartRefusedException(
                    Reason.UNUSABLE_DATA,
                    "data folder " + folder + " was in use, but its log is gone: this member must not vote again");
        }
    }

    private void requireOurs() throws StartRefusedException {
        if (!marker.cluster().equals(settings.cluster())) {
            throw new StartRefusedException(
                    Reason.OTHER_CLUSTER,
                    "data folder " + folder + " belongs to ensemble '" + marker.cluster() + "', not to '"
                            + settings.cluster() + "'");
        }
        if (!marker.member().equals(settings.self().value())) {
            throw new StartRefusedException(
                    Reason.OTHER_MEMBER,
                    "data folder " + folder + " belongs to member '" + marker.member() + "', not to '" + settings.self()
                            + "'");
        }
    }

    /** It stopped before it had a part. Ratis would not know any more that it is to listen only, so it begins anew. */
    private void joinAgain(@Nullable Introducer introducer) throws IOException, StartRefusedException {
        if (introducer == null) {
            throw new StartRefusedException(
                    Reason.NOT_INITIALISED,
                    "data folder " + folder + " is of a member that has not been added yet: start it with join");
        }
        Introducer.Introduction introduction = introducer.introduce();
        DurableFiles.deleteTree(raftFolder());
        MemberMemory.forget(folder);
        join(introduction, true);
    }

    /** Starts as a listener, which votes for nobody and stands for nothing, whatever the others make of it. */
    private void join(Introducer.Introduction introduction, boolean wasJoining)
            throws IOException, StartRefusedException {
        Membership found = introduction.membership();
        Member self = settings.selfMember();
        if (found.hasVoter(self.id()) || (found.contains(self.id()) && !wasJoining)) {
            throw new StartRefusedException(
                    Reason.OTHER_MEMBER,
                    "ensemble '" + settings.cluster() + "' has a member '" + self.id()
                            + "' already, whose data is not in data folder " + folder
                            + ": remove it first, or join with another id");
        }
        List<Member> listeners = Stream.concat(
                        found.listeners().stream().filter(member -> !member.id().equals(self.id())), Stream.of(self))
                .toList();
        initial = new Membership(-1, false, found.voters(), listeners);
        marker = newMarker(introduction.groupId(), State.JOINING, List.of());
        marker.write(folder);
    }

    private void requireNoLog() throws IOException, StartRefusedException {
        if (Files.isDirectory(raftFolder())) {
            try (Stream<Path> content = Files.list(raftFolder())) {
                if (content.findAny().isPresent()) {
                    throw new StartRefusedException(
                            Reason.MARKER_MISSING,
                            "data folder " + folder + " holds a log, but no file " + MemberMarker.FILE
                                    + " that says whose");
                }
            }
        }
    }

    private void requireBootstrap() throws StartRefusedException {
        if (!settings.storage().bootstrap()) {
            throw new StartRefusedException(
                    Reason.NOT_INITIALISED,
                    "data folder " + folder + " was never initialised: if this is a new member and no lost volume,"
                            + " start it with bootstrap, or with join if the ensemble exists");
        }
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
