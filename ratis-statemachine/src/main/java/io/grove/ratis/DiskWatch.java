package io.grove.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.util.Timestamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the {@link MemberMemory} now and then, and forces it to disk: so it sees a volume that has failed, is
 * read-only, full or stalls, before Ratis does, which then blocks all writes or lives on with a dead log. Ratis commits
 * nothing on a leader that cannot force its own log, whatever the others have; so a leader whose disk stalls hands
 * over, and ends if that fails. A follower only says so: the others go on without it.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final long PROBE_MS_MAX = 1_000;
    private static final long LOOK_MS_MAX = 200;
    private static final long CLOSE_MS = 2_000;
    /** Of the least free space, what is left when the member ends: enough for what Ratis fills with zeros ahead. */
    private static final int END_FRACTION = 4;

    private final RatisSettings.Disk settings;
    private final Path folder;
    private final Member member;
    private final FailStop failStop;
    private final ScheduledExecutorService prober;
    private final ScheduledExecutorService looker;
    private final long lookMs;

    private volatile boolean isProbing;
    private final AtomicLong probes = new AtomicLong();
    private volatile long freeBytes = -1;
    private volatile long stalledMs;
    private final AtomicLong stalls = new AtomicLong();

    // Of the looking thread.
    private long probesSeen;
    private Timestamp lookedAt = Timestamp.currentTime();
    private boolean isStallSaid;

    // Of the probing thread.
    private boolean isSpaceSaid;

    /** What the disk's trouble is to a member. */
    interface Member {
        /** What it knows, from memory: no disk is touched for it but the file of the members. */
        MemberMemory memory() throws IOException;

        /** Whether it leads, and is not alone. */
        boolean leadsOthers();

        /** Tries to make another member the leader; for a bounded time. */
        void handOver();

        /** Frees space, if it can. */
        void purge();
    }

    DiskWatch(RatisSettings.Disk settings, Path folder, Member member, FailStop failStop) {
        this.settings = settings;
        this.folder = folder;
        this.member = member;
        this.failStop = failStop;
        this.prober = thread("grove-disk-probe");
        this.looker = thread("grove-disk-watch");
        this.lookMs = Math.min(LOOK_MS_MAX, settings.stallMaxMs() / 4);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        long probeMs = Math.min(PROBE_MS_MAX, settings.stallMaxMs() / 4);
        ScheduledFuture<?> probing = prober.scheduleWithFixedDelay(this::probe, 0, probeMs, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> looking = looker.scheduleWithFixedDelay(this::look, lookMs, lookMs, TimeUnit.MILLISECONDS);
        LOG.debug("disk watched by {} and {}", probing, looking);
    }

    private void probe() {
        isProbing = true;
        try {
            member.memory().write(folder);
            freeBytes = Files.getFileStore(folder).getUsableSpace();
            checkSpace();
        } catch (IOException e) {
            failStop.stop("data folder " + folder + " cannot be written: the disk is full, read-only or broken", e);
        } catch (RuntimeException e) {
            LOG.error("disk not probed", e);
        } finally {
            probes.incrementAndGet();
            isProbing = false;
        }
    }

    private void checkSpace() {
        boolean isLow = freeBytes < settings.freeBytesMin();
        if (freeBytes < settings.freeBytesMin() / END_FRACTION) {
            member.handOver();
            failStop.stop("disk full: data folder " + folder + " has " + (freeBytes >> 20) + " MiB free", null);
        } else if (isLow && !isSpaceSaid) {
            LOG.warn(
                    "disk nearly full folder={} free_mib={} min_mib={}",
                    folder,
                    freeBytes >> 20,
                    settings.freeBytesMin() >> 20);
            member.purge();
        }
        isSpaceSaid = isLow;
    }

    /** Counts only time during which this process ran: a pause of it is no stall of the disk. */
    private void look() {
        long sinceMs = Math.min(lookedAt.elapsedTimeMs(), 2 * lookMs);
        lookedAt = Timestamp.currentTime();
        boolean isSameProbe = isProbing && probes.get() == probesSeen;
        probesSeen = probes.get();
        long stalled = isSameProbe ? stalledMs + sinceMs : 0;
        stalledMs = stalled;
        if (stalled >= settings.stallMaxMs()) {
            stalled(stalled);
        } else if (isStallSaid && stalled == 0) {
            LOG.info("disk answers again folder={}", folder);
            isStallSaid = false;
        }
    }

    private void stalled(long forMs) {
        boolean leads = member.leadsOthers();
        if (!isStallSaid) {
            isStallSaid = true;
            stalls.incrementAndGet();
            LOG.warn("disk stalled folder={} for_ms={} leads={}", folder, forMs, leads);
            if (leads) {
                // It may wait for a lock that waits for the disk.
                Thread thread = new Thread(member::handOver, "grove-disk-hand-over");
                thread.setDaemon(true);
                thread.start();
            }
        } else if (leads && forMs >= 2 * settings.stallMaxMs()) {
            failStop.stop(
                    "the disk of data folder " + folder + " has stalled for " + forMs
                            + " ms, and leadership could not be handed over",
                    null);
        }
    }

    /** Free bytes at the last look; -1 before the first. */
    long freeBytes() {
        return freeBytes;
    }

    /** For how long the write under way has not returned; 0 when it is not late. */
    long stalledMs() {
        return stalledMs >= settings.stallMaxMs() ? stalledMs : 0;
    }

    long stalls() {
        return stalls.get();
    }

    /** Writes the memory for the last time, if the disk lets it. */
    @Override
    public void close() {
        looker.shutdownNow();
        prober.execute(this::probe);
        prober.shutdown();
        try {
            if (!prober.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("disk stalled at the end folder={}", folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
