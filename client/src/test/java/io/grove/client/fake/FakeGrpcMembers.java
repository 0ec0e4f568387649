package io.grove.client.fake;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.ExistsResponse;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.GetStatusRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.Member;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.ResponseHeader;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.SyncRequest;
import io.grove.api.v1.SyncResponse;
import io.grove.api.v1.TreeServiceGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A {@link FakeEnsemble} behind real gRPC servers on loopback, one for each member. */
public final class FakeGrpcMembers implements AutoCloseable {
    private final FakeEnsemble ensemble;
    private final ServerCredentials credentials;
    private final List<Server> servers = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();

    /** Starts so many members on free ports, which speak plain text. */
    public FakeGrpcMembers(FakeEnsemble ensemble, int count) {
        this(ensemble, count, InsecureServerCredentials.create());
    }

    /** Starts so many members on free ports. */
    public FakeGrpcMembers(FakeEnsemble ensemble, int count, ServerCredentials credentials) {
        this.ensemble = ensemble;
        this.credentials = credentials;
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
            return NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
                    .addService(new Sessions())
                    .addService(new Trees())
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

    /** Reads without a session. */
    private final class Trees extends TreeServiceGrpc.TreeServiceImplBase {
        private <A> void answer(Request.Builder request, Function<Response, A> part, StreamObserver<A> out) {
            Response answer = new FakeStream(ensemble, null).ask(request.build());
            if (answer.hasError()) {
                out.onError(failure(
                        answer.getError().getReason(),
                        answer.getError().getMessage(),
                        answer.getError().getMetadataMap()));
                return;
            }
            out.onNext(part.apply(answer));
            out.onCompleted();
        }

        private ResponseHeader header(Response answer) {
            return ResponseHeader.newBuilder().setZxid(answer.getZxid()).build();
        }

        @Override
        public void exists(ExistsRequest request, StreamObserver<ExistsResponse> out) {
            answer(
                    Request.newBuilder().setExists(request),
                    a -> a.getExists().toBuilder().setHeader(header(a)).build(),
                    out);
        }

        @Override
        public void get(GetRequest request, StreamObserver<GetResponse> out) {
            answer(
                    Request.newBuilder().setGet(request),
                    a -> a.getGet().toBuilder().setHeader(header(a)).build(),
                    out);
        }

        @Override
        public void listChildren(ListChildrenRequest request, StreamObserver<ListChildrenResponse> out) {
            answer(
                    Request.newBuilder().setListChildren(request),
                    a -> a.getListChildren().toBuilder().setHeader(header(a)).build(),
                    out);
        }

        @Override
        public void sync(SyncRequest request, StreamObserver<SyncResponse> out) {
            answer(
                    Request.newBuilder().setSync(request),
                    a -> a.getSync().toBuilder().setHeader(header(a)).build(),
                    out);
        }
    }

    private static RuntimeException failure(ErrorReason reason) {
        return failure(reason, "says no: " + reason, Map.of());
    }

    private static RuntimeException failure(ErrorReason reason, String message, Map<String, String> metadata) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(com.google.rpc.Code.FAILED_PRECONDITION_VALUE)
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("grove")
                        .setReason(reason.name().substring("ERROR_REASON_".length()))
                        .putAllMetadata(metadata)
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
