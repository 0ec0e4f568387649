package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.AddMemberRequest;
import io.grove.api.v1.AddMemberResponse;
import io.grove.api.v1.BackupRequest;
import io.grove.api.v1.BackupResponse;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.FinishUpgradeRequest;
import io.grove.api.v1.FinishUpgradeResponse;
import io.grove.api.v1.GetStatusRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.KnownLevel;
import io.grove.api.v1.ListMembersRequest;
import io.grove.api.v1.ListMembersResponse;
import io.grove.api.v1.PromoteMemberRequest;
import io.grove.api.v1.PromoteMemberResponse;
import io.grove.api.v1.RemoveMemberRequest;
import io.grove.api.v1.RemoveMemberResponse;
import io.grove.api.v1.ReplaceMemberRequest;
import io.grove.api.v1.ReplaceMemberResponse;
import io.grove.api.v1.ResponseHeader;
import io.grove.api.v1.Role;
import io.grove.api.v1.TransferLeadershipRequest;
import io.grove.api.v1.TransferLeadershipResponse;
import io.grove.command.FeatureLevel;
import io.grove.machine.MachineState;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.ReplicationStatus;
import io.grove.server.members.ChangeOrder;
import io.grove.server.members.MemberChange;
import io.grove.server.metrics.Operation;
import io.grove.server.pipeline.CoreCounts;
import io.grove.server.read.Viewer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grove.tree.SessionId;
import io.grove.tree.SystemPaths;
import io.grpc.stub.StreamObserver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What this member says of itself, and changes of who belongs. */
final class ClusterGrpcService extends ClusterServiceGrpc.ClusterServiceImplBase {
    private final DoorServices services;
    private final MemberCallAnswers memberCalls;
    private final Headers headers;
    private final String version;
    private final BackupCalls backups;
    private final UnaryAnswers calls;

    ClusterGrpcService(
            DoorServices services, Headers headers, String version, BackupCalls backups, UnaryAnswers calls) {
        this.calls = calls;
        this.backups = backups;
        this.services = services;
        this.memberCalls = new MemberCallAnswers(services.meters(), services.ticker());
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
                .setLeader(leader())
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
        status.addAllMembers(MemberMapping.members(services.members().describe().membership()));
        return status.build();
    }

    @Override
    public void listMembers(ListMembersRequest request, StreamObserver<ListMembersResponse> observer) {
        memberCalls.run(
                Operation.LIST_MEMBERS,
                observer,
                services.members()::describeEnsemble,
                description -> MemberMapping.list(
                                description, 2 * services.config().timing().electionTimeoutMaxMs())
                        .setHeader(header())
                        .build());
    }

    @Override
    public void addMember(AddMemberRequest request, StreamObserver<AddMemberResponse> observer) {
        change(
                Operation.ADD_MEMBER,
                observer,
                () -> new ChangeOrder(
                        new MemberChange.Add(
                                MemberMapping.applicant(request.hasMember(), request.getMember()),
                                request.getPromote()),
                        request.getForce(),
                        MemberMapping.catchUpMs(request.hasCatchUpTimeout(), request.getCatchUpTimeout())),
                members -> AddMemberResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(MemberMapping.members(members))
                        .build());
    }

    @Override
    public void promoteMember(PromoteMemberRequest request, StreamObserver<PromoteMemberResponse> observer) {
        change(
                Operation.PROMOTE_MEMBER,
                observer,
                () -> new ChangeOrder(
                        new MemberChange.Promote(MemberMapping.id(request.getId())),
                        request.getForce(),
                        MemberMapping.catchUpMs(request.hasCatchUpTimeout(), request.getCatchUpTimeout())),
                members -> PromoteMemberResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(MemberMapping.members(members))
                        .build());
    }

    @Override
    public void removeMember(RemoveMemberRequest request, StreamObserver<RemoveMemberResponse> observer) {
        change(
                Operation.REMOVE_MEMBER,
                observer,
                () -> new ChangeOrder(
                        new MemberChange.Remove(MemberMapping.id(request.getId())), request.getForce(), 0),
                members -> RemoveMemberResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(MemberMapping.members(members))
                        .build());
    }

    @Override
    public void replaceMember(ReplaceMemberRequest request, StreamObserver<ReplaceMemberResponse> observer) {
        change(
                Operation.REPLACE_MEMBER,
                observer,
                () -> new ChangeOrder(
                        new MemberChange.Replace(
                                MemberMapping.id(request.getId()),
                                MemberMapping.applicant(request.hasMember(), request.getMember())),
                        request.getForce(),
                        MemberMapping.catchUpMs(request.hasCatchUpTimeout(), request.getCatchUpTimeout())),
                members -> ReplaceMemberResponse.newBuilder()
                        .setHeader(header())
                        .addAllMembers(MemberMapping.members(members))
                        .build());
    }

    @Override
    public void transferLeadership(
            TransferLeadershipRequest request, StreamObserver<TransferLeadershipResponse> observer) {
        change(
                Operation.TRANSFER_LEADERSHIP,
                observer,
                () -> new ChangeOrder(
                        new MemberChange.Lead(
                                request.getId().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(MemberMapping.id(request.getId()))),
                        false,
                        0),
                members -> TransferLeadershipResponse.newBuilder()
                        .setHeader(header())
                        .setLeader(leader())
                        .build());
    }

    private <T> void change(
            Operation operation,
            StreamObserver<T> observer,
            Supplier<ChangeOrder> order,
            Function<Membership, T> translation) {
        memberCalls.run(
                operation,
                observer,
                () -> {
                    ChangeOrder asked = order.get();
                    Viewer viewer = new Viewer(SessionId.NONE, Callers.current());
                    if (!viewer.isAdministrator(services.core().state())) {
                        throw new RefusedException(Refusal.of(
                                RefusalReason.NO_AUTH, "changing members needs ADMIN on " + SystemPaths.ZOOKEEPER));
                    }
                    return services.members().submit(asked);
                },
                translation);
    }

    private ResponseHeader header() {
        return headers.at(services.core().state().zxid());
    }

    private String leader() {
        return services.log().leadership().leader().map(MemberId::value).orElse("");
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
