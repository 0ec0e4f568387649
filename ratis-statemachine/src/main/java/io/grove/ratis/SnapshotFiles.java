package io.grove.ratis;

import io.grove.machine.MachineState;
import io.grove.snapshot.SnapshotReader;
import io.grove.snapshot.SnapshotWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.FileUtils;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot files of one member, under the names and with the MD5 files that Ratis expects, since it sends them to
 * members that lag. A file that has its final name is complete and on disk.
 */
final class SnapshotFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final int BUFFER_BYTES = 256 << 10;

    private SnapshotFiles() {}

    /** A snapshot that was read: the place in the log up to which it goes, and the state there. */
    record Loaded(TermIndex at, MachineState state) {}

    /** Complete snapshots in a folder, the newest first. */
    static List<SingleFileSnapshotInfo> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> describe(file).stream())
                    .sorted(Comparator.comparingLong(SingleFileSnapshotInfo::getIndex)
                            .reversed())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * The index of the newest snapshot that matches its MD5 file, -1 if there is none. Newer ones, which do not, are
     * put aside.
     */
    static long newestSound(Path folder) throws IOException {
        for (SingleFileSnapshotInfo info : list(folder)) {
            Path file = info.getFile().getPath();
            if (MD5FileUtil.computeMd5ForFile(file.toFile())
                    .equals(info.getFile().getFileDigest())) {
                return info.getIndex();
            }
            LOG.error("snapshot set aside index={} reason=\"does not match its MD5 file\"", info.getIndex());
            setAside(info);
        }
        return -1;
    }

    private static Optional<SingleFileSnapshotInfo> describe(Path file) {
        Matcher name = SimpleStateMachineStorage.SNAPSHOT_REGEX.matcher(
                file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            MD5Hash digest = MD5FileUtil.readStoredMd5ForFile(file.toFile());
            return digest == null
                    ? Optional.empty()
                    : Optional.of(new SingleFileSnapshotInfo(
                            new FileInfo(file, digest), Long.parseLong(name.group(1)), Long.parseLong(name.group(2))));
        } catch (IOException e) {
            LOG.warn("snapshot skipped file={} reason=\"{}\"", file, e.toString());
            return Optional.empty();
        }
    }

    /** Reads a snapshot and checks it against its MD5 file. */
    static Loaded read(SingleFileSnapshotInfo info, int knownFeatureLevel) throws IOException {
        Path file = info.getFile().getPath();
        MessageDigest md5 = MD5FileUtil.newMD5();
        MachineState state;
        try (InputStream in =
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES), md5)) {
            state = SnapshotReader.read(in, knownFeatureLevel);
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!MD5Hash.newInstance(md5.digest()).equals(info.getFile().getFileDigest())) {
            throw new IOException("snapshot " + file + " does not match its MD5 file");
        }
        return new Loaded(info.getTermIndex(), state);
    }

    /**
     * Writes a snapshot: under a temporary name, forced to disk, MD5 file, final name, in this order.
     *
     * @param isCancelled asked now and then; when it says so the writing ends with an exception
     */
    static SingleFileSnapshotInfo write(Path folder, TermIndex at, MachineState state, BooleanSupplier isCancelled)
            throws IOException {
        // The folder is not made here: while Ratis puts the leader's snapshot in its place, it must stay away.
        File file = folder.resolve(SimpleStateMachineStorage.getSnapshotFileName(at.getTerm(), at.getIndex()))
                .toFile();
        Path temporary = folder.resolve(file.getName() + ".tmp");
        MessageDigest md5 = MD5FileUtil.newMD5();
        try (FileOutputStream raw = new FileOutputStream(temporary.toFile())) {
            OutputStream out = new DigestOutputStream(
                    new BufferedOutputStream(new CancellableStream(raw, isCancelled), BUFFER_BYTES), md5);
            SnapshotWriter.write(state, out);
            out.flush();
            raw.getFD().sync();
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        MD5Hash digest = MD5Hash.newInstance(md5.digest());
        MD5FileUtil.saveMD5File(file, digest);
        DurableFiles.rename(temporary, file.toPath());
        return new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), at.getTerm(), at.getIndex());
    }

    /** Removes all but the newest. */
    static void removeOld(Path folder, int kept) throws IOException {
        for (SingleFileSnapshotInfo old : list(folder).stream().skip(kept).toList()) {
            Path file = old.getFile().getPath();
            Files.deleteIfExists(file);
            Files.deleteIfExists(MD5FileUtil.getDigestFileForFile(file.toFile()).toPath());
        }
    }

    /** Takes a file that cannot be read out of the way, but keeps it for people to look at. */
    static void setAside(SingleFileSnapshotInfo info) throws IOException {
        Path file = info.getFile().getPath();
        DurableFiles.rename(file, file.resolveSibling(file.getFileName() + ".corrupt"));
        Files.deleteIfExists(MD5FileUtil.getDigestFileForFile(file.toFile()).toPath());
    }

    /**
     * Ends what a crash has interrupted: Ratis moves the folder of snapshots away, moves the received one into its
     * place and removes the old one. Between the first two steps there is none, though the log needs one. Half
     * received snapshots go too.
     */
    static void finishInstall(Path groupFolder) throws IOException {
        Path snapshots = groupFolder.resolve("sm");
        List<Path> movedAway = entries(groupFolder, "sm.tmp");
        if (!movedAway.isEmpty() && !Files.exists(snapshots)) {
            Path last = movedAway.get(movedAway.size() - 1);
            LOG.warn("snapshots taken back from {}: the leader's were not in place yet", last);
            DurableFiles.rename(last, snapshots);
        }
        for (Path left : entries(groupFolder, "sm.tmp")) {
            FileUtils.deleteFully(left);
        }
        for (Path left : entries(groupFolder.resolve("tmp"), "snapshot-")) {
            FileUtils.deleteFully(left);
        }
    }

    /** What is in a folder, if it is there, under names that begin so; in their order. */
    private static List<Path> entries(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    static boolean isAnythingIn(Path folder) throws IOException {
        return !entries(folder, "").isEmpty();
    }

    /** Removes what a crash left half written. */
    static void removeTemporary(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".tmp")).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static final class CancellableStream extends OutputStream {
        private final OutputStream out;
        private final BooleanSupplier isCancelled;

        CancellableStream(OutputStream out, BooleanSupplier isCancelled) {
            this.out = out;
            this.isCancelled = isCancelled;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (isCancelled.getAsBoolean()) {
                throw new IOException("cancelled");
            }
            out.write(bytes, offset, length);
        }
    }
}
