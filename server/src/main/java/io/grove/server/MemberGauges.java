package io.grove.server;

import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.grove.server.frontdoor.grpc.GrpcFrontDoor;
import io.grove.server.metrics.ServerMeter;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.pipeline.CoreCounts;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.state.DigestExchange;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Connects the values of the moment with their meters. */
final class MemberGauges {
    private MemberGauges() {}

    static void register(
            ServerMeters meters,
            MemberCore core,
            ReplicatedLog log,
            GrpcFrontDoor door,
            Readiness readiness,
            DigestExchange digests) {
        count(meters, core, ServerMeter.REQUESTS_IN_FLIGHT, CoreCounts::requestsInFlight);
        count(meters, core, ServerMeter.BYTES_IN_FLIGHT, CoreCounts::bytesInFlight);
        count(meters, core, ServerMeter.WRITES_PENDING, CoreCounts::pendingWrites);
        count(meters, core, ServerMeter.BATCHER_QUEUE, CoreCounts::batcherQueue);
        count(meters, core, ServerMeter.BATCHES_IN_FLIGHT, CoreCounts::batchesInFlight);
        count(meters, core, ServerMeter.SESSION_STREAMS, CoreCounts::connections);
        count(meters, core, ServerMeter.WATCHES, CoreCounts::watches);
        count(meters, core, ServerMeter.HISTORY_CHANGES, CoreCounts::historyChanges);
        count(meters, core, ServerMeter.HISTORY_BYTES, CoreCounts::historyBytes);
        count(meters, core, ServerMeter.HISTORY_STATES, CoreCounts::historyStates);
        count(meters, core, ServerMeter.HISTORY_STATES_BYTES, CoreCounts::historyStatesBytes);
        count(meters, core, ServerMeter.PINNED_STATES, CoreCounts::pinnedStates);
        meters.gauge(ServerMeter.WATCH_STREAMS, door::watchStreamCount);
        meters.gauge(ServerMeter.SESSIONS, () -> core.state().sessions().clientCount());
        meters.gauge(ServerMeter.ZNODES, () -> core.state().tree().znodeCount());
        meters.gauge(ServerMeter.SOFT_QUOTAS_EXCEEDED, core::softQuotasExceeded);
        meters.gauge(ServerMeter.ZXID, () -> core.state().zxid());
        meters.gauge(ServerMeter.IN_CONTACT, () -> core.isInContact() ? 1 : 0);
        meters.gauge(ServerMeter.READY, () -> readiness.look().isGood() ? 1 : 0);
        for (ReplicationStatus.Role role : ReplicationStatus.Role.values()) {
            Tags tags = Tags.of("role", role.name().toLowerCase(Locale.ROOT));
            meters.gauge(ServerMeter.ROLE, tags, () -> log.status().role() == role ? 1 : 0);
        }
        meters.gauge(ServerMeter.DIGEST_AGREED_ZXID, digests::agreedZxid);
        meters.gauge(ServerMeter.MEMBERS_DIFFERING, digests::differingCount);
        meters.gauge(ServerMeter.FEATURE_LEVEL, () -> core.state().featureLevel());
        meters.gauge(ServerMeter.LEADER_SILENCE, () -> silenceSeconds(log.status()));
        meters.gauge(ServerMeter.APPLY_LAG, () -> lag(log.status()));
    }

    private static void count(
            ServerMeters meters, MemberCore core, ServerMeter meter, ToDoubleFunction<CoreCounts> count) {
        meters.gauge(meter, () -> count.applyAsDouble(core.counts()));
    }

    private static double silenceSeconds(ReplicationStatus status) {
        long silenceMs = status.sinceLeaderContactMs();
        return silenceMs < 0 ? -1 : silenceMs / 1_000.0;
    }

    private static long lag(ReplicationStatus status) {
        return Math.max(0, status.committedIndex() - status.appliedIndex());
    }
}
