package io.grove.ratis;

import io.grove.codec.NewerVersionException;
import io.grove.machine.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.Timestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots that the apply does not wait for. Ratis calls {@link #take} on its apply thread, twice per snapshot: the
 * first time the root, which is immutable, is captured and a thread begins to write it; the second time the written
 * file is published, and Ratis purges the log behind it. In between Ratis is told the snapshot before, for it purges
 * and answers other members by what it is told.
 *
 * <p>Threads: {@code take}, {@code open} and {@code reload} on Ratis's threads, one at a time; {@link #tick} on the
 * member's chores; the writer on its own; the rest anywhere.
 */
final class RatisSnapshots implements StateMachineStorage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RatisSnapshots.class);
    /** After a failure, which is mostly a full disk, the next try waits. */
    private static final long RETRY_MS = 30_000;

    private final RatisSettings.Snapshots settings;
    private final int knownFeatureLevel;
    private final @Nullable Restore restore;
    private final AtomicLong bytesSinceCapture = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    private volatile @Nullable Path folder;
    private volatile @Nullable SingleFileSnapshotInfo latest;
    private volatile Supplier<CompletableFuture<?>> ratisSnapshot =
            () -> CompletableFuture.failedFuture(new IOException("not started"));
    private volatile Timestamp lastAttempt = Timestamp.currentTime();
    private volatile boolean hasFailed;
    private volatile long lastBytes;
    private volatile long lastWriteMs;

    /** The snapshot under way. It, and what it holds, is changed under the lock of this. */
    private @Nullable Job job;

    RatisSnapshots(RatisSettings.Snapshots settings, int knownFeatureLevel, @Nullable Restore restore) {
        this.restore = restore;
        this.settings = settings;
        this.knownFeatureLevel = knownFeatureLevel;
    }

    private static final class Job {
        private final CompletableFuture<Long> published = new CompletableFuture<>();
        private boolean isCaptured;
        private volatile boolean isCancelled;
        private volatile @Nullable SingleFileSnapshotInfo written;
    }

    /** The newest published snapshot. Ratis asks for it with each request of the leader. */
    @Override
    public @Nullable SingleFileSnapshotInfo getLatestSnapshot() {
        return latest;
    }

    long latestIndex() {
        SingleFileSnapshotInfo info = latest;
        return info == null ? RaftLog.INVALID_LOG_INDEX : info.getIndex();
    }

    long lastBytes() {
        return lastBytes;
    }

    long lastWriteMs() {
        return lastWriteMs;
    }

    long failures() {
        return failures.get();
    }

    /** How Ratis is asked to call {@link #take}. */
    void connect(Supplier<CompletableFuture<?>> ratisSnapshot) {
        this.ratisSnapshot = ratisSnapshot;
    }

    /** Start of the member: the newest snapshot that can be read, or null. */
    SnapshotFiles.@Nullable Loaded open(RaftStorage raftStorage) throws IOException {
        Path where = raftStorage.getStorageDir().getStateMachineDir().toPath();
        Files.createDirectories(where);
        SnapshotFiles.removeTemporary(where);
        folder = where;
        restoreInto(where);
        SnapshotFiles.Loaded newest = readNewest(where);
        Path logFolder = raftStorage.getStorageDir().getCurrentDir().toPath();
        try {
            LogFiles.checkReaches(logFolder, newest == null ? -1 : newest.at().getIndex());
            if (newest == null && LogFiles.start(logFolder) == LogFiles.NO_LOG && SnapshotFiles.isAnythingIn(where)) {
                throw new StartRefusedException(
                        StartRefusedException.Reason.UNUSABLE_DATA,
                        "no snapshot in " + where
                                + " can be read, and there is no log: this member must not vote again");
            }
        } catch (StartRefusedException e) {
            throw new IOException(e.getMessage(), e);
        }
        return newest;
    }

    /** A member that begins with a backup: it becomes the snapshot before the first entry of the log. */
    private void restoreInto(Path where) throws IOException {
        if (restore == null || !SnapshotFiles.list(where).isEmpty()) {
            return;
        }
        try {
            restore.writeTo(where);
        } catch (StartRefusedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private SnapshotFiles.@Nullable Loaded readNewest(Path where) throws IOException {
        for (SingleFileSnapshotInfo info : SnapshotFiles.list(where)) {
            try {
                SnapshotFiles.Loaded loaded = SnapshotFiles.read(info, knownFeatureLevel);
                latest = info;
                return loaded;
            } catch (NewerVersionException e) {
                // Nothing is wrong with it, and an older one in its place would be a step back.
                throw new IOException(new StartRefusedException(
                        StartRefusedException.Reason.UNUSABLE_DATA,
                        "snapshot " + info.getFile().getPath() + ": " + e.getMessage()));
            } catch (IOException | RuntimeException e) {
                LOG.error("snapshot set aside index={} reason=\"{}\"", info.getIndex(), e.toString());
                SnapshotFiles.setAside(info);
            }
        }
        return null;
    }

    /**
     * A snapshot of the leader was put into the folder. Ratis has not forced it to disk, and purges the log behind it.
     */
    SnapshotFiles.Loaded reload() throws IOException {
        abandon(new IOException("a snapshot of the leader was installed"));
        Path where = Objects.requireNonNull(folder, "not open");
        SingleFileSnapshotInfo info = SnapshotFiles.list(where).stream()
                .findFirst()
                .orElseThrow(() -> new IOException("no snapshot in " + where + " after one was installed"));
        Path file = info.getFile().getPath();
        DurableFiles.force(file);
        DurableFiles.force(file.resolveSibling(file.getFileName() + ".md5"));
        DurableFiles.force(file.getParent());
        SnapshotFiles.Loaded loaded = SnapshotFiles.read(info, knownFeatureLevel);
        latest = info;
        bytesSinceCapture.set(0);
        return loaded;
    }

    /** An entry of the log was applied. */
    void applied(int entryBytes) {
        bytesSinceCapture.addAndGet(entryBytes);
    }

    /** Asks for a snapshot when enough was applied since the last. */
    void tick(long appliedIndex) {
        long entries = appliedIndex - Math.max(latestIndex(), 0);
        long elapsedMs = lastAttempt.elapsedTimeMs();
        boolean isDue = entries >= settings.everyEntries()
                || bytesSinceCapture.get() >= settings.everyBytes()
                || (entries > 0 && elapsedMs >= settings.everyMs());
        if (isDue && (!hasFailed || elapsedMs >= RETRY_MS)) {
            CompletableFuture<Long> unused = request();
        }
    }

    /** Begins a snapshot, or joins the one under way; completes with its index when it is published. */
    CompletableFuture<Long> request() {
        Job mine;
        synchronized (this) {
            if (job != null) {
                return job.published.copy();
            }
            mine = new Job();
            job = mine;
            lastAttempt = Timestamp.currentTime();
        }
        callRatis(mine);
        return mine.published.copy();
    }

    private void callRatis(Job mine) {
        CompletableFuture<?> unused = ratisSnapshot.get().whenComplete((reply, failure) -> {
            if (failure != null) {
                fail(mine, failure);
            } else {
                replied(mine);
            }
        });
    }

    /** Ratis answers without a call of {@link #take} when nothing is new, or when it joined the call before. */
    private void replied(Job mine) {
        synchronized (this) {
            if (job != mine || (mine.isCaptured && mine.written == null)) {
                return;
            }
            if (!mine.isCaptured) {
                job = null;
            }
        }
        if (mine.written == null) {
            mine.published.complete(latestIndex());
        } else {
            callRatis(mine);
        }
    }

    /** Ratis's question, on its apply thread: see the class. Returns the index of the newest published snapshot. */
    long take(TermIndex at, MachineState state) {
        Job current;
        boolean isFirstCall;
        SingleFileSnapshotInfo written;
        synchronized (this) {
            current = job;
            if (current == null) {
                return latestIndex();
            }
            isFirstCall = !current.isCaptured;
            current.isCaptured = true;
            written = current.written;
            if (written != null) {
                job = null;
            }
        }
        if (written != null) {
            latest = written;
            current.published.complete(written.getIndex());
        } else if (isFirstCall) {
            begin(current, at, state);
        }
        return latestIndex();
    }

    private void begin(Job mine, TermIndex at, MachineState state) {
        Path where = folder;
        if (where == null || at.getIndex() <= latestIndex()) {
            synchronized (this) {
                job = null;
            }
            mine.published.complete(latestIndex());
            return;
        }
        bytesSinceCapture.set(0);
        Thread writer = new Thread(() -> write(mine, where, at, state), "grove-snapshot-writer");
        writer.setDaemon(true);
        writer.start();
    }

    private void write(Job mine, Path where, TermIndex at, MachineState state) {
        Timestamp begun = Timestamp.currentTime();
        try {
            SingleFileSnapshotInfo info = SnapshotFiles.write(where, at, state, () -> mine.isCancelled);
            lastBytes = info.getFile().getFileSize();
            lastWriteMs = begun.elapsedTimeMs();
            hasFailed = false;
            LOG.info("snapshot written index={} bytes={} ms={}", at.getIndex(), lastBytes, lastWriteMs);
            synchronized (this) {
                mine.written = info;
            }
            callRatis(mine);
        } catch (IOException | RuntimeException | Error e) {
            fail(mine, e);
        }
    }

    private void fail(Job mine, Throwable cause) {
        synchronized (this) {
            if (job == mine) {
                job = null;
            }
        }
        if (mine.published.completeExceptionally(cause) && !mine.isCancelled) {
            hasFailed = true;
            failures.incrementAndGet();
            LOG.error("snapshot failed reason=\"{}\"", cause.toString());
        }
        // The question may have failed while the writer writes; the next one may write the same file.
        mine.isCancelled = true;
    }

    private void abandon(IOException cause) {
        Job mine;
        synchronized (this) {
            mine = job;
            job = null;
        }
        if (mine != null) {
            mine.isCancelled = true;
            mine.published.completeExceptionally(cause);
        }
    }

    @Override
    public void init(RaftStorage raftStorage) {
        // open() does it.
    }

    @Override
    public void format() {
        // A new folder is empty.
    }

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
        Path where = folder;
        if (where != null) {
            SnapshotFiles.removeOld(where, settings.kept());
        }
    }

    /** Gives up the snapshot under way. */
    @Override
    public void close() {
        abandon(new IOException("closing"));
    }
}
