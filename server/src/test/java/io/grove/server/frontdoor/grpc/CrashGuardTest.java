package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.DeleteResponse;
import io.grove.api.v1.SyncRequest;
import io.grove.api.v1.SyncResponse;
import io.grove.api.v1.TreeServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CrashGuardTest {

    @Test
    void aDefectEndsItsCallOnlyAndIsLoggedOnce() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(CrashGuard.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .intercept(new CrashGuard())
                .addService(new Defective())
                .build()
                .start();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        try {
            TreeServiceGrpc.TreeServiceBlockingStub tree = TreeServiceGrpc.newBlockingStub(channel);

            StatusRuntimeException exception = catchThrowableOfType(
                    StatusRuntimeException.class, () -> tree.delete(DeleteRequest.getDefaultInstance()));

            assertThat(exception.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(StatusProto.fromThrowable(exception)
                            .getDetails(0)
                            .unpack(ErrorInfo.class)
                            .getReason())
                    .isEqualTo("INTERNAL");
            assertThat(exception.getMessage()).doesNotContain("a secret of the inside");
            assertThat(logged.list).hasSize(1);
            assertThat(tree.sync(SyncRequest.getDefaultInstance())).isEqualTo(SyncResponse.getDefaultInstance());
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
            logger.detachAppender(logged);
            logger.setAdditive(true);
        }
    }

    private static final class Defective extends TreeServiceGrpc.TreeServiceImplBase {
        @Override
        public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
            throw new IllegalStateException("a secret of the inside");
        }

        @Override
        public void sync(SyncRequest request, StreamObserver<SyncResponse> observer) {
            observer.onNext(SyncResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
