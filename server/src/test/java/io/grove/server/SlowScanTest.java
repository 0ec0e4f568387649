package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScanResponse;
import io.grove.api.v1.ScannedNode;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.server.testing.TestEnsemble;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan waits for its reader: it neither runs ahead of him, nor loses its state, nor hinders others. */
class SlowScanTest {
    private static final int PARENTS = 100;
    private static final int CHILDREN = 1_000;
    private static final int ZNODES = 1 + PARENTS + PARENTS * CHILDREN;
    private static final int PAGE_SIZE = 500;

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1, "--history.states.max=10");
        tree().create(CreateRequest.newBuilder().setPath("/scan").build());
        ByteString data = ByteString.copyFrom(new byte[256]);
        for (int i = 0; i < PARENTS; i++) {
            String parent = String.format("/scan/p%03d", i);
            CommitRequest.Builder commit = CommitRequest.newBuilder().addOperations(create(parent, data));
            for (int child = 0; child < CHILDREN; child++) {
                commit.addOperations(create(String.format("%s/c%04d", parent, child), data));
            }
            tree().commit(commit.build());
        }
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void aSlowReaderGetsEverythingAsItWas() {
        Reader reader = scan();
        await().atMost(TestEnsemble.LONG).until(() -> reader.messages.get() == 1);
        for (int i = 0; i < 20; i++) {
            tree().set(SetRequest.newBuilder()
                    .setPath("/scan/p099/c0999")
                    .setData(ByteString.copyFromUtf8("later"))
                    .build());
        }
        // Far fewer than all: the member stops reading when the transport is full, some hundred KiB of 25 MiB.
        assertThat(scanCallsRead()).isLessThan(ZNODES / PAGE_SIZE / 4);

        reader.readAll();

        await().atMost(TestEnsemble.LONG).until(() -> reader.isCompleted || reader.error.get() != null);
        assertThat(reader.error.get()).isNull();
        assertThat(reader.paths).hasSize(ZNODES);
        assertThat(new HashSet<>(reader.paths)).hasSize(ZNODES);
        assertThat(reader.paths).startsWith("/scan", "/scan/p000", "/scan/p000/c0000");
        assertThat(reader.zxids).hasSize(1);
        assertThat(reader.last.getData().size()).isEqualTo(256);
    }

    @Test
    void aReaderThatGoesEndsItsScan() {
        Reader reader = scan();
        await().atMost(TestEnsemble.LONG).until(() -> reader.messages.get() == 1);
        reader.call.cancel("enough", null);
        await().atMost(TestEnsemble.LONG).until(() -> reader.error.get() != null);
        int read = scanCallsRead();

        // Whoever scans next finds the member as it was.
        List<ScanResponse> messages = new ArrayList<>();
        tree().scan(ScanRequest.newBuilder().setPath("/scan/p000").build()).forEachRemaining(messages::add);

        assertThat(messages.stream().mapToInt(ScanResponse::getNodesCount).sum()).isEqualTo(CHILDREN + 1);
        assertThat(scanCallsRead()).isLessThan(read + 10);
    }
}
