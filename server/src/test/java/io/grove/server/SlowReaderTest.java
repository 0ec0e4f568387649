package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchMode;
import io.grove.api.v1.WatchRequest;
import io.grove.api.v1.WatchResponse;
import io.grove.api.v1.WatchServiceGrpc;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that does not read costs a bounded amount of memory, is told so, and harms nobody. */
class SlowReaderTest {
    private static final String LONG_NAME = "x".repeat(2_000);

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(
                folder, 1, "--data.bytes.max=1KiB", "--request.bytes.max=64KiB", "--outbox.bytes.max=64KiB");
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void itGetsAGaplessBeginningAndThenOverloaded() {
        Reader reader = new Reader();
        WatchServiceGrpc.newStub(ensemble.channel("m1"))
                .watch(
                        WatchRequest.newBuilder()
                                .setPath("/slow")
                                .setMode(WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE)
                                .build(),
                        reader);
        // The first message says that the watch is left.
        await().atMost(TestEnsemble.LONG).until(reader::hasBegun);
        TreeServiceGrpc.TreeServiceBlockingStub tree = TreeServiceGrpc.newBlockingStub(ensemble.channel("m1"));
        String path = "/slow/" + LONG_NAME;
        List<Long> written = new ArrayList<>();
        for (String created : List.of("/slow", path)) {
            written.add(tree.create(CreateRequest.newBuilder().setPath(created).build())
                    .getHeader()
                    .getWriteZxid());
        }
        for (int i = 0; i < 1_500; i++) {
            written.add(tree.set(SetRequest.newBuilder()
                            .setPath(path)
                            .setData(ByteString.EMPTY)
                            .build())
                    .getHeader()
                    .getWriteZxid());
        }

        reader.readAll();

        await().atMost(TestEnsemble.LONG).until(() -> reader.error.get() != null);
        assertThat(((StatusRuntimeException) reader.error.get()).getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        List<Long> zxids = reader.zxids();
        assertThat(zxids).hasSizeLessThan(1_500).isNotEmpty();
        // Not simply one after the other: a write that is slow is sent again, and that takes a zxid, too.
        assertThat(written).startsWith(zxids.toArray(Long[]::new));
    }

    /** Takes the first message only, until it is told to read. */
    private static final class Reader implements ClientResponseObserver<WatchRequest, WatchResponse> {
        private final AtomicReference<Throwable> error = new AtomicReference<>();
        private final List<Long> zxids = new ArrayList<>();
        private boolean hasBegun;
        private ClientCallStreamObserver<WatchRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> started) {
            call = started;
            started.disableAutoRequestWithInitial(1);
        }

        void readAll() {
            call.request(Integer.MAX_VALUE);
        }

        synchronized boolean hasBegun() {
            return hasBegun;
        }

        synchronized List<Long> zxids() {
            return List.copyOf(zxids);
        }

        @Override
        public synchronized void onNext(WatchResponse response) {
            hasBegun = true;
            if (!response.getPath().isEmpty()) {
                zxids.add(response.getHeader().getZxid());
            }
        }

        @Override
        public void onError(Throwable cause) {
            error.set(cause);
        }

        @Override
        public void onCompleted() {}
    }
}
