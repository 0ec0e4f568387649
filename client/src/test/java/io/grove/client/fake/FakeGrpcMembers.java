package io.grove.client.fake;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.GetStatusRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.Member;
import io.grove.api.v1.SessionServiceGrpc;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A {@link FakeEnsemble} behind real gRPC servers on loopback, one for each member. */
public final class FakeGrpcMembers implements AutoCloseable {
    private final FakeEnsemble ensemble;
    private final List<Server> servers = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();

    /** Starts so many members on free ports. */
    public FakeGrpcMembers(FakeEnsemble ensemble, int count) {
        this.ensemble = ensemble;
        for (int i = 1; i <= count; i++) {
            String id = "m" + i;
            Server server = start(id);
            servers.add(server);
            members.add(Member.newBuilder()
                    .setId(id)
                    .setClientAddress("127.0.0.1:" + server.getPort())
                    .build());
        }
    }

    private Server start(String id) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(new Sessions())
                    .addService(new Cluster(id))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Addresses of all members, comma separated. */
    public String addresses() {
        return String.join(",", members.stream().map(Member::getClientAddress).toList());
    }

    /** Ends a member, from 0; its connections break. */
    public void stop(int index) {
        servers.get(index).shutdownNow();
    }

    @Override
    public void close() {
        servers.forEach(Server::shutdownNow);
    }

    private final class Sessions extends SessionServiceGrpc.SessionServiceImplBase {
        @Override
        public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> out) {
            FakeStream stream = ensemble.connect(new FakeStream.Sink() {
                @Override
                public void frame(ConnectResponse frame) {
                    out.onNext(frame);
                }

                @Override
                public void end(ErrorReason reason) {
                    if (reason == null) {
                        out.onCompleted();
                    } else {
                        out.onError(failure(reason));
                    }
                }
            });
            return new StreamObserver<>() {
                @Override
                public void onNext(ConnectRequest frame) {
                    stream.take(frame);
                }

                @Override
                public void onError(Throwable failure) {
                    stream.cut();
                }

                @Override
                public void onCompleted() {
                    stream.cut();
                }
            };
        }
    }

    private static RuntimeException failure(ErrorReason reason) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(com.google.rpc.Code.FAILED_PRECONDITION_VALUE)
                .setMessage("says no: " + reason)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("grove")
                        .setReason(reason.name().substring("ERROR_REASON_".length()))
                        .build()))
                .build());
    }

    private final class Cluster extends ClusterServiceGrpc.ClusterServiceImplBase {
        private final String id;

        Cluster(String id) {
            this.id = id;
        }

        @Override
        public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
            out.onNext(ensemble.status(id, members));
            out.onCompleted();
        }
    }
}
