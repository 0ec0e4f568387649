package io.grove.ratis;

import io.grove.codec.FormatException;
import io.grove.machine.MachineState;
import io.grove.machine.Restoration;
import io.grove.ratis.StartRefusedException.Reason;
import io.grove.snapshot.SnapshotReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backup that a new ensemble begins with, instead of with nothing: it becomes the snapshot before the first entry
 * of the log. What it is made of is part of the group's identity, so that founders that were given different files do
 * not even talk.
 */
final class Restore {
    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
    private static final int BUFFER_BYTES = 256 << 10;

    /** Before whatever an election may put into the log. */
    private static final TermIndex BEFORE_THE_LOG = TermIndex.valueOf(0, 0);

    private final Path file;
    private final String identity;
    private final int knownFeatureLevel;

    private Restore(Path file, String identity, int knownFeatureLevel) {
        this.file = file;
        this.identity = identity;
        this.knownFeatureLevel = knownFeatureLevel;
    }

    /** The backup that the settings name; null if they name none. */
    static @Nullable Restore of(RatisSettings.Storage settings, int knownFeatureLevel) throws StartRefusedException {
        Path file = settings.restoreFrom();
        if (file == null) {
            return null;
        }
        MessageDigest sha = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new StartRefusedException(Reason.BAD_BACKUP, "backup " + file + " cannot be read: " + e, e);
        }
        return new Restore(file, HexFormat.of().formatHex(sha.digest()), knownFeatureLevel);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The same for the same file. */
    String identity() {
        return identity;
    }

    Path file() {
        return file;
    }

    /**
     * Refuses a backup that is damaged, cut off or of a newer version, before anything is written.
     *
     * @return the state with which the ensemble begins
     */
    MachineState verified() throws StartRefusedException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            return Restoration.of(SnapshotReader.read(in, knownFeatureLevel));
        } catch (FormatException e) {
            throw new StartRefusedException(Reason.BAD_BACKUP, "backup " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartRefusedException(Reason.BAD_BACKUP, "backup " + file + " cannot be read: " + e, e);
        }
    }

    /** Puts it into the folder of snapshots of a member that has not begun yet. Repeated, it does the same. */
    SingleFileSnapshotInfo writeTo(Path folder) throws IOException, StartRefusedException {
        MachineState state = verified();
        SingleFileSnapshotInfo written = SnapshotFiles.write(folder, BEFORE_THE_LOG, state, () -> false);
        LOG.info(
                "restored backup={} zxid={} digest={}",
                file,
                state.zxid(),
                HexFormat.of().toHexDigits(state.digest()));
        return written;
    }
}
