package io.grove.client.internal;

import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.client.MemberAddress;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/** Streams over gRPC, each on a connection of its own, which ends with the stream. */
final class GrpcDialer implements Dialer {
    private final Loop loop;
    private final Channels channels;

    GrpcDialer(Loop loop, Channels channels) {
        this.loop = loop;
        this.channels = channels;
    }

    @Override
    public MemberStream dial(MemberAddress member, Listener listener) {
        ManagedChannel channel = channels.to(member);
        GrpcStream stream = new GrpcStream(channel, listener);
        // On the loop as executor, so that what arrives is handled there without a further change of thread.
        var unused = SessionServiceGrpc.newStub(channel).withExecutor(loop).connect(stream);
        return stream;
    }

    private static final class GrpcStream
            implements MemberStream, ClientResponseObserver<ConnectRequest, ConnectResponse> {
        private final ManagedChannel channel;
        private final Listener listener;
        private @Nullable ClientCallStreamObserver<ConnectRequest> call;
        private boolean ended;

        GrpcStream(ManagedChannel channel, Listener listener) {
            this.channel = channel;
            this.listener = listener;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ConnectRequest> requestStream) {
            call = requestStream;
            requestStream.disableAutoRequestWithInitial(StreamAttempt.FRAMES_IN_DELIVERY_MAX);
            requestStream.setOnReadyHandler(listener::ready);
        }

        @Override
        public boolean isReady() {
            return !ended && call != null && call.isReady();
        }

        @Override
        public void send(ConnectRequest frame) {
            if (!ended && call != null) {
                call.onNext(frame);
            }
        }

        @Override
        public void takeMore() {
            if (call != null) {
                call.request(1);
            }
        }

        @Override
        public void cancel() {
            ended = true;
            if (call != null) {
                call.cancel("given up by the client", null);
            }
            channel.shutdownNow();
        }

        @Override
        public void onNext(ConnectResponse frame) {
            listener.frame(frame);
        }

        @Override
        public void onError(Throwable failure) {
            end(StreamEnd.of(failure));
        }

        @Override
        public void onCompleted() {
            end(StreamEnd.ofNetwork("has ended the stream"));
        }

        private void end(StreamEnd end) {
            ended = true;
            channel.shutdownNow();
            listener.ended(end);
        }
    }
}
