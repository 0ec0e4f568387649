package io.grove.client.internal;

import io.grove.api.v1.AddMemberRequest;
import io.grove.api.v1.AddMemberResponse;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.FinishUpgradeRequest;
import io.grove.api.v1.FinishUpgradeResponse;
import io.grove.api.v1.KillSessionRequest;
import io.grove.api.v1.KillSessionResponse;
import io.grove.api.v1.ListMembersRequest;
import io.grove.api.v1.ListMembersResponse;
import io.grove.api.v1.ListSessionsRequest;
import io.grove.api.v1.ListSessionsResponse;
import io.grove.api.v1.PromoteMemberRequest;
import io.grove.api.v1.PromoteMemberResponse;
import io.grove.api.v1.RemoveMemberRequest;
import io.grove.api.v1.RemoveMemberResponse;
import io.grove.api.v1.ReplaceMemberRequest;
import io.grove.api.v1.ReplaceMemberResponse;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.TransferLeadershipRequest;
import io.grove.api.v1.TransferLeadershipResponse;
import io.grove.api.v1.WhoAmIRequest;
import io.grove.api.v1.WhoAmIResponse;
import io.grove.client.BackupSummary;
import io.grove.client.BackupTarget;
import io.grove.client.ChangeOptions;
import io.grove.client.GroveAdmin;
import io.grove.client.Identity;
import io.grove.client.MemberDescription;
import io.grove.client.NewMember;
import io.grove.client.Page;
import io.grove.client.SessionDescription;
import io.grove.client.SessionsOptions;
import io.grove.client.UpgradeState;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Administration by calls without a session. To kill twice does no harm: the second time there is no such session.
 * Thread-safe.
 */
final class UnaryAdmin implements GroveAdmin {
    private final UnaryCaller caller;

    UnaryAdmin(UnaryCaller caller) {
        this.caller = caller;
    }

    @Override
    public CompletableFuture<Page<SessionDescription>> sessions(SessionsOptions options) {
        ListSessionsRequest request = ListSessionsRequest.newBuilder()
                .setPageSize(options.pageSize())
                .setPageToken(options.pageToken())
                .setRead(ReadRequests.read(options.read()))
                .build();
        return this.<ListSessionsResponse, Page<SessionDescription>>ask(
                request.getSerializedSize(), (stub, out) -> stub.listSessions(request, out), ResponseMapping::sessions);
    }

    @Override
    public CompletableFuture<Long> killSession(long sessionId) {
        KillSessionRequest request =
                KillSessionRequest.newBuilder().setSessionId(sessionId).build();
        return this.<KillSessionResponse, Long>ask(
                request.getSerializedSize(),
                (stub, out) -> stub.killSession(request, out),
                answer -> answer.getHeader().getWriteZxid());
    }

    @Override
    public CompletableFuture<BackupSummary> backup(boolean isStale, BackupTarget target) {
        return new UnaryBackup(caller, isStale, target).begin();
    }

    @Override
    public CompletableFuture<UpgradeState> finishUpgrade() {
        CompletableFuture<UpgradeState> future = new CompletableFuture<>();
        caller.<FinishUpgradeResponse>ask(
                0,
                (channel, limitNanos, answered, failed) -> UnaryCall.stub(
                                ClusterServiceGrpc.newStub(channel), caller.loop(), limitNanos)
                        .finishUpgrade(FinishUpgradeRequest.getDefaultInstance(), UnaryCall.observer(answered, failed)),
                answer -> caller.deliveries().post(() -> future.complete(upgrade(answer))),
                error -> caller.deliveries().post(() -> future.completeExceptionally(error)));
        return future;
    }

    private static UpgradeState upgrade(FinishUpgradeResponse answer) {
        Map<String, Integer> levels = new HashMap<>();
        answer.getMembersList().forEach(member -> levels.put(member.getMember(), member.getLevel()));
        return new UpgradeState(answer.getFeatureLevel(), answer.getFinished(), levels);
    }

    @Override
    public CompletableFuture<List<Identity>> whoAmI() {
        return this.<WhoAmIResponse, List<Identity>>ask(
                0,
                (stub, out) -> stub.whoAmI(WhoAmIRequest.getDefaultInstance(), out),
                answer -> ReadAnswers.identities(answer.getIdentitiesList()));
    }

    @Override
    public CompletableFuture<List<MemberDescription>> members() {
        return this.<ListMembersResponse, List<MemberDescription>>askCluster(
                (stub, out) -> stub.listMembers(ListMembersRequest.getDefaultInstance(), out), MemberRequests::list);
    }

    @Override
    public CompletableFuture<List<MemberDescription>> addMember(
            NewMember member, boolean promote, ChangeOptions options) {
        AddMemberRequest request = AddMemberRequest.newBuilder()
                .setMember(MemberRequests.member(member))
                .setPromote(promote)
                .setCatchUpTimeout(MemberRequests.duration(options.catchUp()))
                .setForce(options.isForced())
                .build();
        return this.<AddMemberResponse, List<MemberDescription>>askCluster(
                (stub, out) -> stub.addMember(request, out), answer -> MemberRequests.list(answer.getMembersList()));
    }

    @Override
    public CompletableFuture<List<MemberDescription>> promoteMember(String id, ChangeOptions options) {
        PromoteMemberRequest request = PromoteMemberRequest.newBuilder()
                .setId(id)
                .setCatchUpTimeout(MemberRequests.duration(options.catchUp()))
                .setForce(options.isForced())
                .build();
        return this.<PromoteMemberResponse, List<MemberDescription>>askCluster(
                (stub, out) -> stub.promoteMember(request, out),
                answer -> MemberRequests.list(answer.getMembersList()));
    }

    @Override
    public CompletableFuture<List<MemberDescription>> removeMember(String id, ChangeOptions options) {
        RemoveMemberRequest request = RemoveMemberRequest.newBuilder()
                .setId(id)
                .setForce(options.isForced())
                .build();
        return this.<RemoveMemberResponse, List<MemberDescription>>askCluster(
                (stub, out) -> stub.removeMember(request, out), answer -> MemberRequests.list(answer.getMembersList()));
    }

    @Override
    public CompletableFuture<List<MemberDescription>> replaceMember(
            String id, NewMember member, ChangeOptions options) {
        ReplaceMemberRequest request = ReplaceMemberRequest.newBuilder()
                .setId(id)
                .setMember(MemberRequests.member(member))
                .setCatchUpTimeout(MemberRequests.duration(options.catchUp()))
                .setForce(options.isForced())
                .build();
        return this.<ReplaceMemberResponse, List<MemberDescription>>askCluster(
                (stub, out) -> stub.replaceMember(request, out),
                answer -> MemberRequests.list(answer.getMembersList()));
    }

    @Override
    public CompletableFuture<String> transferLeadership(String id) {
        TransferLeadershipRequest request =
                TransferLeadershipRequest.newBuilder().setId(id).build();
        return this.<TransferLeadershipResponse, String>askCluster(
                (stub, out) -> stub.transferLeadership(request, out), TransferLeadershipResponse::getLeader);
    }

    /** A change takes as long as it takes, so one member has all the time that there is. */
    private <A, T> CompletableFuture<T> askCluster(
            BiConsumer<ClusterServiceGrpc.ClusterServiceStub, StreamObserver<A>> call, Function<A, T> mapping) {
        CompletableFuture<T> future = new CompletableFuture<>();
        caller.<A>ask(
                0,
                (channel, limitNanos, answered, failed) -> call.accept(
                        UnaryCall.stub(ClusterServiceGrpc.newStub(channel), caller.loop(), caller.timeoutNanos()),
                        UnaryCall.observer(answered, failed)),
                answer -> caller.deliveries().post(() -> future.complete(mapping.apply(answer))),
                error -> caller.deliveries().post(() -> future.completeExceptionally(error)));
        return future;
    }

    private <A, T> CompletableFuture<T> ask(
            int bytes,
            BiConsumer<SessionServiceGrpc.SessionServiceStub, StreamObserver<A>> call,
            Function<A, T> mapping) {
        CompletableFuture<T> future = new CompletableFuture<>();
        caller.<A>ask(
                bytes,
                (channel, limitNanos, answered, failed) -> call.accept(
                        UnaryCall.stub(SessionServiceGrpc.newStub(channel), caller.loop(), limitNanos),
                        UnaryCall.observer(answered, failed)),
                answer -> caller.deliveries().post(() -> future.complete(mapping.apply(answer))),
                error -> caller.deliveries().post(() -> future.completeExceptionally(error)));
        return future;
    }

    @Override
    public void close() {
        caller.close();
    }
}
