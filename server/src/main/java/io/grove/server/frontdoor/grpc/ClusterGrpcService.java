package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.BackupRequest;
import io.grove.api.v1.BackupResponse;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.GetStatusRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.Member;
import io.grove.api.v1.Role;
import io.grove.command.FeatureLevel;
import io.grove.machine.MachineState;
import io.grove.replication.MemberId;
import io.grove.replication.ReplicationStatus;
import io.grove.server.config.MemberAddress;
import io.grove.server.pipeline.CoreCounts;
import io.grpc.stub.StreamObserver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;

/** What this member says of itself. Needs no leader. */
final class ClusterGrpcService extends ClusterServiceGrpc.ClusterServiceImplBase {
    private final DoorServices services;
    private final Headers headers;
    private final String version;
    private final BackupCalls backups;

    ClusterGrpcService(DoorServices services, Headers headers, String version, BackupCalls backups) {
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
                .setKnownFeatureLevel(FeatureLevel.KNOWN);
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
