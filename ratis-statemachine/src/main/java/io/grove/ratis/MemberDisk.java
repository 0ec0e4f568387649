package io.grove.ratis;

import io.grove.replication.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running member does for its {@link DiskWatch}. */
record MemberDisk(
        RaftServer.Division division, RatisMembership membership, RatisSnapshots snapshots, RatisSettings.Timing timing)
        implements DiskWatch.Member {
    private static final Logger LOG = LoggerFactory.getLogger(MemberDisk.class);

    @Override
    public MemberMemory memory() throws IOException {
        RaftStorageMetadata vote = division.getRaftStorage().getMetadataFile().getMetadata();
        RaftLog log = division.getRaftLog();
        Path file = StorageCheck.configurationFile(
                division.getRaftStorage().getStorageDir().getCurrentDir().toPath());
        byte[] configuration = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        return new MemberMemory(
                vote.getTerm(),
                vote.getVotedFor().toString(),
                Math.min(log.getLastCommittedIndex(), log.getFlushIndex()),
                StorageCheck.configurationIndex(configuration).orElse(-1),
                MemberMemory.crcOf(configuration));
    }

    @Override
    public boolean leadsOthers() {
        return division.getInfo().isLeader()
                && division.getRaftConf().getCurrentPeers().size() > 1;
    }

    @Override
    public void handOver() {
        Optional<MemberId> heir = leadsOthers() ? membership.heir(timing.electionTimeoutMaxMs()) : Optional.empty();
        if (heir.isEmpty()) {
            return;
        }
        try {
            membership
                    .transferLeadership(heir.get(), timing.transferMs())
                    .get(timing.transferMs(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("leadership not handed over to={} reason=\"{}\"", heir.get(), e.toString());
        }
    }

    @Override
    public void purge() {
        CompletableFuture<Long> unused = snapshots.request();
    }
}
