package io.grove.ratis;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.ratis.server.RaftServer;

/**
 * What can be read off the log and the role at any time. Ratis has such gauges too, but takes some of them away when
 * its first leadership ends.
 */
final class RatisGauges implements AutoCloseable {
    private final MeterRegistry meters;
    private final List<Meter> registered = new ArrayList<>();

    RatisGauges(
            MeterRegistry meters,
            RaftServer.Division division,
            RatisSnapshots snapshots,
            RatisLog log,
            Watchdog watchdog,
            DiskWatch disk) {
        this.meters = meters;
        showRole(division);
        showLog(division);
        showSnapshots(snapshots);
        gauge("grove.raft.proposals.pending", "Proposals in flight at this member", log, RatisLog::pendingCount);
        showDisk(disk);
        gauge("grove.raft.peer.resets", "Connections to silent members made anew", watchdog, Watchdog::resetCount);
    }

    private void showRole(RaftServer.Division division) {
        gauge("grove.raft.term", "The Raft term", division, d -> d.getInfo().getCurrentTerm());
        gauge(
                "grove.raft.leader",
                "1 on the leader, 0 elsewhere",
                division,
                d -> d.getInfo().isLeader() ? 1 : 0);
    }

    private void showLog(RaftServer.Division division) {
        gauge(
                "grove.raft.log.start.index",
                "First index in the log",
                division,
                d -> d.getRaftLog().getStartIndex());
        gauge(
                "grove.raft.log.last.index",
                "Last index in the log",
                division,
                d -> d.getRaftLog().getNextIndex() - 1);
        gauge(
                "grove.raft.log.flushed.index",
                "Index up to which the log is forced to disk",
                division,
                d -> d.getRaftLog().getFlushIndex());
        gauge(
                "grove.raft.commit.index",
                "Index up to which the log is known as committed",
                division,
                d -> d.getRaftLog().getLastCommittedIndex());
        gauge(
                "grove.raft.applied.index",
                "Index up to which the log is applied",
                division,
                d -> d.getInfo().getLastAppliedIndex());
    }

    private void showSnapshots(RatisSnapshots snapshots) {
        gauge(
                "grove.raft.snapshot.index",
                "Index of the newest snapshot, -1 if none",
                snapshots,
                RatisSnapshots::latestIndex);
        gauge(
                "grove.raft.snapshot.bytes",
                "Size of the snapshot this member wrote last",
                snapshots,
                RatisSnapshots::lastBytes);
        gauge(
                "grove.raft.snapshot.write.seconds",
                "Time the last snapshot took to write",
                snapshots,
                s -> s.lastWriteMs() / 1_000.0);
        gauge(
                "grove.raft.snapshot.failures",
                "Snapshots that could not be written",
                snapshots,
                RatisSnapshots::failures);
    }

    private void showDisk(DiskWatch disk) {
        gauge("grove.disk.free.bytes", "Free space of the data folder", disk, DiskWatch::freeBytes);
        gauge("grove.disk.stalls", "Times a write to the data folder took too long", disk, DiskWatch::stalls);
        gauge(
                "grove.disk.stalled.seconds",
                "For how long a write has not returned, once that is too long",
                disk,
                d -> d.stalledMs() / 1_000.0);
    }

    private <T> void gauge(String name, String meaning, T source, ToDoubleFunction<T> value) {
        registered.add(Gauge.builder(name, source, value)
                .description(meaning)
                .strongReference(true)
                .register(meters));
    }

    @Override
    public void close() {
        registered.forEach(meters::remove);
    }
}
