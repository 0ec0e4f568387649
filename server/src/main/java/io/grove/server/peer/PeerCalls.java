package io.grove.server.peer;

import io.grove.peer.v1.ChangeMembersRequest;
import io.grove.peer.v1.ChangeMembersResponse;
import io.grove.peer.v1.DescribeMembersRequest;
import io.grove.peer.v1.DescribeMembersResponse;
import io.grove.peer.v1.PeerServiceGrpc;
import io.grove.replication.Membership;
import io.grove.server.members.ChangeOrder;
import io.grove.server.members.ChangeRefusedException;
import io.grove.server.members.Description;
import io.grove.server.members.MemberCalls;
import io.grove.server.session.RefusalReason;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Calls to members, each by a connection of its own: they are rare, and many go to addresses that belong to nobody.
 */
public final class PeerCalls implements MemberCalls {
    private static final long DESCRIBE_MS = 3_000;
    /** Beyond the time to catch up: the log, an election, a hand-over. */
    private static final long CHANGE_EXTRA_MS = 30_000;

    private final String cluster;

    /** For members of this ensemble. */
    public PeerCalls(String cluster) {
        this.cluster = cluster;
    }

    @Override
    public CompletableFuture<Description> describe(String peerAddress) {
        DescribeMembersRequest request =
                DescribeMembersRequest.newBuilder().setCluster(cluster).build();
        return PeerCalls.<DescribeMembersResponse>call(
                        peerAddress, DESCRIBE_MS, (stub, observer) -> stub.describeMembers(request, observer))
                .thenCompose(orRefused(PeerCalls::description));
    }

    private static Description description(DescribeMembersResponse answer) throws ChangeRefusedException {
        try {
            return MemberMessages.description(answer);
        } catch (IllegalArgumentException e) {
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY, "the answer is not that of a member: " + e.getMessage());
        }
    }

    @Override
    public CompletableFuture<Membership> change(String peerAddress, ChangeOrder order) {
        ChangeMembersRequest request = MemberMessages.message(cluster, order);
        return PeerCalls.<ChangeMembersResponse>call(
                        peerAddress,
                        order.timeoutMs() + CHANGE_EXTRA_MS,
                        (stub, observer) -> stub.changeMembers(request, observer))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unanswered(failure)))
                .thenCompose(orRefused(PeerCalls::membership));
    }

    private static Membership membership(ChangeMembersResponse answer) throws ChangeRefusedException {
        if (answer.hasMembership()) {
            return MemberMessages.membership(answer.getMembership());
        }
        throw MemberMessages.refusal(answer.getRefused());
    }

    /** A leader that can't even be reached has done nothing; one whose answer is missing may have. */
    private static ChangeRefusedException unanswered(Throwable failure) {
        return new ChangeRefusedException(
                RefusalReason.OUTCOME_UNKNOWN, "the leader has not answered: " + failure.getMessage());
    }

    private interface Translation<A, T> {
        T translate(A answer) throws ChangeRefusedException;
    }

    private static <A, T> Function<A, CompletableFuture<T>> orRefused(Translation<A, T> translation) {
        return answer -> {
            try {
                return CompletableFuture.completedFuture(translation.translate(answer));
            } catch (ChangeRefusedException refused) {
                return CompletableFuture.failedFuture(refused);
            }
        };
    }

    private static <A> CompletableFuture<A> call(
            String peerAddress, long timeoutMs, BiConsumer<PeerServiceGrpc.PeerServiceStub, StreamObserver<A>> call) {
        CompletableFuture<A> outcome = new CompletableFuture<>();
        ManagedChannel channel;
        try {
            channel = NettyChannelBuilder.forTarget("dns:///" + peerAddress)
                    .usePlaintext()
                    .directExecutor()
                    .build();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(
                    new ChangeRefusedException(RefusalReason.BAD_ARGUMENTS, "'" + peerAddress + "' is not host:port"));
        }
        call.accept(
                PeerServiceGrpc.newStub(channel).withDeadlineAfter(timeoutMs, TimeUnit.MILLISECONDS),
                new StreamObserver<>() {
                    @Override
                    public void onNext(A answer) {
                        outcome.complete(answer);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        outcome.completeExceptionally(refusal(peerAddress, failure));
                    }

                    @Override
                    public void onCompleted() {
                        outcome.completeExceptionally(refusal(peerAddress, new IllegalStateException("no answer")));
                    }
                });
        return outcome.whenComplete((answer, failure) -> channel.shutdown());
    }

    private static ChangeRefusedException refusal(String peerAddress, Throwable failure) {
        Status status = Status.fromThrowable(failure);
        return status.getCode() == Status.Code.FAILED_PRECONDITION
                ? new ChangeRefusedException(
                        RefusalReason.BAD_ARGUMENTS, "refused at " + peerAddress + ": " + status.getDescription())
                : new ChangeRefusedException(
                        RefusalReason.MEMBER_NOT_READY,
                        "no member answers at peer address " + peerAddress + " (" + status.getCode()
                                + "): does it run, and was it started with join?");
    }
}
