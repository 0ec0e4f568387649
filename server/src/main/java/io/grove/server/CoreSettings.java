package io.grove.server;

import io.grove.ratis.RatisSettings;
import io.grove.server.config.GroveConfig;
import io.grove.server.config.MemberAddress;
import io.grove.server.pipeline.CoreLimits;
import io.grove.server.pipeline.CoreTiming;
import io.grove.server.pipeline.RequestPipeline;
import io.grove.server.session.OutboxLimits;
import io.grove.server.state.RootHistory;
import io.grove.server.watch.ChangeHistory;

/** The configuration in the words of the parts. */
final class CoreSettings {
    /** Smaller frames than this on average fill an outbox by their number. */
    private static final int FRAME_BYTES_MEAN = 256;

    /** How much of all requests in flight may be data, in units of the largest request. */
    private static final int LARGEST_REQUESTS_IN_FLIGHT = 64;

    /** How many states pages in progress may keep, and for how long after the last page. */
    private static final int PINS_MAX = 64;

    private static final long PIN_MS = 60_000;

    private CoreSettings() {}

    static CoreLimits limits(GroveConfig config) {
        GroveConfig.Limits limits = config.limits();
        return new CoreLimits(
                limits.dataBytesMax(),
                limits.requestBytesMax(),
                limits.requestsInFlightMax(),
                (long) LARGEST_REQUESTS_IN_FLIGHT * limits.requestBytesMax(),
                limits.writesInFlightMax(),
                config.sessions().countMax(),
                config.sessions().ephemeralsMax(),
                limits.watchesMax(),
                new ChangeHistory.Limits(limits.historyChangesMax(), limits.historyBytesMax()),
                new OutboxLimits(limits.outboxBytesMax() / FRAME_BYTES_MEAN, limits.outboxBytesMax()),
                limits.batchCommandsMax(),
                new RootHistory.Limits(limits.historyStatesMax(), limits.historyStatesBytesMax(), PINS_MAX, PIN_MS));
    }

    static CoreTiming timing(GroveConfig config) {
        GroveConfig.Timing timing = config.timing();
        return new CoreTiming(
                config.sessions().timeoutMinMs(),
                config.sessions().timeoutMaxMs(),
                config.sessions().lingerMaxMs(),
                timing.tickMs(),
                timing.requestTimeoutMs(),
                timing.stalenessMaxMs(),
                timing.reapIntervalMs());
    }

    static RatisSettings ratis(GroveConfig config) {
        GroveConfig.Ensemble ensemble = config.ensemble();
        return new RatisSettings(
                ensemble.cluster(),
                ensemble.self(),
                ensemble.members().stream().map(MemberAddress::member).toList(),
                config.listen().host(),
                storage(config),
                timing(config.timing()));
    }

    private static RatisSettings.Storage storage(GroveConfig config) {
        RatisSettings.Log log = RatisSettings.Log.DEFAULT;
        RatisSettings.Snapshots snapshots = RatisSettings.Snapshots.DEFAULT;
        RatisSettings.Storage byDefault = RatisSettings.Storage.of(
                config.storage().folder(), config.storage().bootstrap());
        return new RatisSettings.Storage(
                byDefault.folder(),
                byDefault.bootstrap(),
                new RatisSettings.Disk(
                        config.storage().diskFreeBytesMin(), config.storage().diskStallMaxMs()),
                new RatisSettings.Log(
                        Math.max(
                                log.batchBytesMax(),
                                config.limits().requestBytesMax() + RequestPipeline.ENVELOPE_BYTES_MAX),
                        log.segmentBytes(),
                        log.preallocatedBytes(),
                        Math.min(log.entriesKept(), config.storage().snapshotEntries())),
                new RatisSettings.Snapshots(
                        config.storage().snapshotEntries(),
                        snapshots.everyBytes(),
                        snapshots.everyMs(),
                        config.storage().snapshotsKept()),
                config.storage().restoreFile());
    }

    /** Without an answer for longer, a member does not count as alive. */
    static long silenceMsMax(GroveConfig config) {
        return 2 * config.timing().electionTimeoutMaxMs();
    }

    private static RatisSettings.Timing timing(GroveConfig.Timing timing) {
        RatisSettings.Timing byDefault = RatisSettings.Timing.DEFAULT;
        int electionTimeoutMaxMs = Math.toIntExact(timing.electionTimeoutMaxMs());
        return new RatisSettings.Timing(
                Math.toIntExact(timing.electionTimeoutMinMs()),
                electionTimeoutMaxMs,
                Math.max(byDefault.requestTimeoutMs(), electionTimeoutMaxMs),
                Math.max(byDefault.peerSilenceMs(), 2 * electionTimeoutMaxMs),
                byDefault.transferMs());
    }
}
