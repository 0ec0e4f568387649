package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.BackupRequest;
import io.grove.api.v1.BackupResponse;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.FinishUpgradeRequest;
import io.grove.api.v1.FinishUpgradeResponse;
import io.grove.api.v1.GetStatusRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.KnownLevel;
import io.grove.api.v1.Member;
import io.grove.api.v1.Role;
import io.grove.command.FeatureLevel;
import io.grove.machine.MachineState;
import io.grove.replication.MemberId;
import io.grove.replication.ReplicationStatus;
import io.grove.server.config.MemberAddress;
import io.grove.server.metrics.Operation;
import io.grove.server.pipeline.CoreCounts;
import io.grpc.stub.StreamObserver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/** What this member says of itself. Needs no leader. */
final class ClusterGrpcService extends ClusterServiceGrpc.ClusterServiceImplBase {
    private final DoorServices services;
    private final Headers headers;
    private final String version;
    private final BackupCalls backups;
    private final UnaryAnswers calls;

    ClusterGrpcService(
            DoorServices services, Headers headers, String version, BackupCalls backups, UnaryAnswers calls) {
        this.calls = calls;
        this.backups = backups;
        this.services = services;
        this.headers = headers;
        this.version = version;
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> observer) {
        observer.onNext(status());
        observer.onCompleted();
    }

    @Override
    public void backup(BackupRequest request, StreamObserver<BackupResponse> observer) {
        backups.run(request, observer);
    }

    @Override
    public void finishUpgrade(FinishUpgradeRequest request, StreamObserver<FinishUpgradeResponse> observer) {
        Map<MemberId, Integer> known = services.digests().knownFeatureLevels();
        int all = known.values().stream().mapToInt(level -> level).min().orElse(0);
        // Without all members nothing is raised; asking for the first level is harmless, and refuses who may not ask.
        int wished = Math.max(all, FeatureLevel.FIRST);
        calls.run(
                Operation.FINISH_UPGRADE,
                observer,
                timeoutMs -> services.core().pipeline().raiseFeatureLevel(wished, Callers.current(), timeoutMs),
                answer -> {
                    FinishUpgradeResponse.Builder response = FinishUpgradeResponse.newBuilder()
                            .setHeader(headers.of(answer))
                            .setFeatureLevel(services.core().state().featureLevel())
                            .setFinished(all > 0);
                    known.forEach((member, level) -> response.addMembers(
                            KnownLevel.newBuilder().setMember(member.value()).setLevel(level)));
                    return response.build();
                });
    }

    private GetStatusResponse status() {
        // Read once, so that digest and counts belong to the zxid of the header.
        MachineState state = services.core().state();
        ReplicationStatus log = services.log().status();
        CoreCounts counts = services.core().counts();
        GetStatusResponse.Builder status = GetStatusResponse.newBuilder()
                .setHeader(headers.at(state.zxid()))
                .setRole(role(log.role()))
                .setLeader(services.log()
                        .leadership()
                        .leader()
                        .map(MemberId::value)
                        .orElse(""))
                .setDigest(HexFormat.of().toHexDigits(state.digest()))
                .setCommittedIndex(log.committedIndex())
                .setAppliedIndex(log.appliedIndex())
                .setZnodes(state.tree().znodeCount())
                .setSessions(state.sessions().clientCount())
                .setConnections(counts.connections())
                .setWatches(counts.watches())
                .setProcessCpuTime(FieldMapping.duration(processCpuMs()))
                .setUptime(FieldMapping.duration(
                        ManagementFactory.getRuntimeMXBean().getUptime()))
                .setVersion(version)
                .setFeatureLevel(state.featureLevel())
                .setKnownFeatureLevel(services.digests().ownFeatureLevel());
        for (MemberAddress member : services.config().ensemble().members()) {
            status.addMembers(Member.newBuilder().setId(member.id().value()).setClientAddress(member.clientAddress()));
        }
        return status.build();
    }

    private static long processCpuMs() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }

    private static Role role(ReplicationStatus.Role role) {
        return switch (role) {
            case LEADER -> Role.ROLE_LEADER;
            case FOLLOWER -> Role.ROLE_FOLLOWER;
            case CANDIDATE -> Role.ROLE_CANDIDATE;
            case LISTENER -> Role.ROLE_LISTENER;
            case STARTING -> Role.ROLE_STARTING;
        };
    }
}
