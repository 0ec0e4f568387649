package io.grove.client.internal;

import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.GetStatusRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.client.MemberAddress;
import io.grove.client.MemberClient;
import io.grove.client.MemberStatus;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Unary calls to one member. */
final class GrpcMemberClient implements MemberClient {
    private final MemberAddress address;
    private final Duration timeout;
    private final ManagedChannel channel;

    GrpcMemberClient(MemberAddress address, Duration timeout, Channels channels) {
        this.address = address;
        this.timeout = timeout;
        this.channel = channels.to(address);
    }

    @Override
    public MemberAddress address() {
        return address;
    }

    @Override
    public CompletableFuture<MemberStatus> status() {
        CompletableFuture<MemberStatus> answer = new CompletableFuture<>();
        ClusterServiceGrpc.newStub(channel)
                .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .getStatus(GetStatusRequest.getDefaultInstance(), new StreamObserver<>() {
                    @Override
                    public void onNext(GetStatusResponse response) {
                        answer.complete(ResponseMapping.status(response));
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(
                                StreamEnd.of(failure).at(address).error());
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(StreamEnd.ofNetwork("has sent no answer")
                                .at(address)
                                .error());
                    }
                });
        return answer;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
