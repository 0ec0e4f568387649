package io.grove.ratis;

import static org.apache.ratis.util.TimeDuration.ONE_MILLISECOND;
import static org.apache.ratis.util.TimeDuration.ONE_SECOND;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Maps our settings to Ratis's properties, and says why each differs from its default. */
final class RatisProperties {
    /** Room for the envelope that Ratis puts around a batch. */
    private static final int ENTRY_OVERHEAD_BYTES = 64 << 10;

    private RatisProperties() {}

    static RaftProperties of(RatisSettings settings, Path raftFolder) {
        RaftProperties properties = new RaftProperties();
        rpc(properties, settings);
        elections(properties, settings.timing());
        storage(properties, settings, raftFolder);
        appender(properties, settings.storage().log());
        limits(properties);
        return properties;
    }

    private static void rpc(RaftProperties properties, RatisSettings settings) {
        RaftConfigKeys.Rpc.setType(properties, new CommitPushRpc());
        GrpcConfigKeys.Server.setHost(properties, settings.listenHost());
        GrpcConfigKeys.Server.setPort(properties, settings.selfMember().port());
        int entryBytes = entryBytesMax(settings.storage().log());
        GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf(2L * entryBytes + (8L << 20)));
        GrpcConfigKeys.setFlowControlWindow(properties, SizeInBytes.valueOf(4L << 20));
    }

    private static void elections(RaftProperties properties, RatisSettings.Timing timing) {
        TimeDuration min = ms(timing.electionTimeoutMinMs());
        TimeDuration max = ms(timing.electionTimeoutMaxMs());
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, max);
        // A group that starts has no leader to wait for.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, ms(timing.electionTimeoutMinMs() / 2));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, max);
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, ms(timing.requestTimeoutMs()));
        RaftServerConfigKeys.Rpc.setSlownessTimeout(properties, ms(timing.peerSilenceMs()));
        RaftServerConfigKeys.Notification.setNoLeaderTimeout(properties, ms(timing.peerSilenceMs()));
        // By default 10 s, during which a former leader stands for no election though it may be the only one that can
        // win. The same value is the pause of this process after which a leader steps down.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, max);
        RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
        // By default a follower ignores its election timeout when its sleep was 300 ms late, as happens on a busy host.
        RaftServerConfigKeys.setSleepDeviationThreshold(properties, max);
        // By default a pause of 60 s closes Ratis within a living process. Our watchdog decides what ends a member.
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(3_650, TimeUnit.DAYS));
        RaftServerConfigKeys.setStagingTimeout(properties, TimeDuration.valueOf(60, TimeUnit.SECONDS));
    }

    private static void storage(RaftProperties properties, RatisSettings settings, Path raftFolder) {
        RatisSettings.Log log = settings.storage().log();
        // Exactly one: with several Ratis does not recover from the one that has data.
        RaftServerConfigKeys.setStorageDir(properties, List.of(raftFolder.toFile()));
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(log.segmentBytes()));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf(log.preallocatedBytes()));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf(2 * log.segmentBytes()));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf(entryBytesMax(log) + 8));
        // Acknowledged means forced to disk, here and on a majority. Both switches would break that.
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
        // The other policy drops good committed entries behind a flipped bit. LogTail cuts what a crash may leave.
        RaftServerConfigKeys.Log.setCorruptionPolicy(properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
        // One more fsynced entry per commit; CommitPushRpc tells followers instead.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        // By default a dead member keeps everyone's log from being purged, until the disks are full.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, log.entriesKept());
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
        // RatisSnapshots asks for snapshots, in the background; Ratis's own would stop the apply, and the close.
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(
                properties, settings.storage().snapshots().kept());
    }

    private static void appender(RaftProperties properties, RatisSettings.Log log) {
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf(entryBytesMax(log)));
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, true);
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, SizeInBytes.valueOf(2L << 20));
        // Gathers entries; without it each is sent alone, which is slower.
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, ONE_MILLISECOND);
        // By default a follower that is still appending a request takes any other that begins at the same index for the
        // same one, drops its entries, and yet acknowledges them all, to the last (ServerImplUtils.NavigableIndices in
        // 3.3.0). A leader that sends again after an inconsistency would count entries that are on nobody's disk.
        RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
        // By default up to 5 s between attempts, so that a member that returns would wait as long.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "10ms,20, 500ms,1000000");
    }

    private static void limits(RaftProperties properties) {
        // Entries, not commands: the batcher keeps few in flight.
        RaftServerConfigKeys.Write.setElementLimit(properties, 1_024);
        RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf(128L << 20));
        // Exactly-once is the state machine's; each reply would be kept for 60 s on every member.
        RaftServerConfigKeys.RetryCache.setExpiryTime(properties, ONE_SECOND);
    }

    /** Above this a leader that gets the entry steps down, so nothing larger may reach Ratis. */
    private static int entryBytesMax(RatisSettings.Log log) {
        return log.batchBytesMax() + ENTRY_OVERHEAD_BYTES;
    }

    private static TimeDuration ms(int value) {
        return TimeDuration.valueOf(value, TimeUnit.MILLISECONDS);
    }
}
