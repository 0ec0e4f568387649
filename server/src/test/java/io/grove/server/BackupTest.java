package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grove.api.v1.BackupRequest;
import io.grove.api.v1.BackupResponse;
import io.grove.api.v1.BackupSummary;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.machine.MachineState;
import io.grove.server.testing.TestEnsemble;
import io.grove.snapshot.SnapshotReader;
import io.grove.tree.ZnodePath;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real member, over a real connection. */
@Timeout(120)
class BackupTest {
    private static final int LARGE_BYTES = 900_000;
    private static final int LARGE_ZNODES = 12;

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static TreeServiceGrpc.TreeServiceBlockingStub tree;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1);
        tree = TreeServiceGrpc.newBlockingStub(ensemble.channel("m1"));
        Random random = new Random(7);
        for (int i = 0; i < LARGE_ZNODES; i++) {
            byte[] data = new byte[LARGE_BYTES];
            random.nextBytes(data);
            create("/large-" + i, data);
        }
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void aBackupIsTheStateAtItsZxid() throws IOException {
        create("/seen", new byte[] {1});

        Backup backup = take(BackupRequest.getDefaultInstance());
        MachineState state = SnapshotReader.read(new ByteArrayInputStream(backup.bytes));

        assertThat(state.zxid()).isEqualTo(backup.zxid);
        assertThat(state.tree().find(new ZnodePath("/seen"))).isNotNull();
        assertThat(HexFormat.of().toHexDigits(state.digest())).isEqualTo(backup.summary.getDigest());
        assertThat(backup.summary.getZnodes()).isEqualTo(state.tree().znodeCount());
        assertThat(backup.summary.getBytes()).isEqualTo(backup.bytes.length).isGreaterThan(LARGE_BYTES);
        CRC32C checksum = new CRC32C();
        checksum.update(backup.bytes);
        assertThat(backup.summary.getChecksum()).isEqualTo((int) checksum.getValue());
    }

    @Test
    void writesGoOnWhileAClientReadsSlowlyAndAreNotInTheBackup() throws IOException {
        create("/slow", new byte[] {1});
        SlowReader reader = new SlowReader();
        ClusterServiceGrpc.newStub(ensemble.channel("m1")).backup(BackupRequest.getDefaultInstance(), reader);
        await().atMost(TestEnsemble.LONG).until(() -> reader.parts > 0);

        tree.set(SetRequest.newBuilder()
                .setPath("/slow")
                .setData(ByteString.copyFrom(new byte[] {2}))
                .build());
        assertThatThrownBy(() -> take(BackupRequest.getDefaultInstance()))
                .as("one at a time")
                .isInstanceOf(StatusRuntimeException.class)
                .satisfies(refused ->
                        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
        reader.call.request(Integer.MAX_VALUE);

        await().atMost(TestEnsemble.LONG).until(() -> reader.isCompleted);
        MachineState state = SnapshotReader.read(new ByteArrayInputStream(reader.bytes.toByteArray()));
        assertThat(state.tree().find(new ZnodePath("/slow")).data()).isEqualTo(new byte[] {1});
    }

    @Test
    void aClientThatGoesAwayLeavesNothingBehind() {
        SlowReader reader = new SlowReader();
        ClusterServiceGrpc.newStub(ensemble.channel("m1")).backup(BackupRequest.getDefaultInstance(), reader);
        await().atMost(TestEnsemble.LONG).until(() -> reader.parts > 0);

        reader.call.cancel("enough", null);

        await().atMost(TestEnsemble.LONG)
                .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                .until(() -> take(BackupRequest.getDefaultInstance()).bytes.length > 0);
    }

    @Test
    void withoutAskingTheLeader() throws IOException {
        Backup backup = take(BackupRequest.newBuilder().setStale(true).build());

        assertThat(SnapshotReader.read(new ByteArrayInputStream(backup.bytes)).zxid())
                .isEqualTo(backup.zxid);
    }

    private static void create(String path, byte[] data) {
        tree.create(CreateRequest.newBuilder()
                .setPath(path)
                .setData(ByteString.copyFrom(data))
                .build());
    }

    private record Backup(long zxid, byte[] bytes, BackupSummary summary) {}

    private static Backup take(BackupRequest request) {
        Iterator<BackupResponse> parts =
                ClusterServiceGrpc.newBlockingStub(ensemble.channel("m1")).backup(request);
        long zxid = parts.next().getHeader().getZxid();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            BackupResponse part = parts.next();
            if (part.hasSummary()) {
                assertThat(parts.hasNext()).isFalse();
                return new Backup(zxid, bytes.toByteArray(), part.getSummary());
            }
            bytes.writeBytes(part.getData().toByteArray());
        }
    }

    /** Reads two parts, and no more unless it is told to. */
    private static final class SlowReader implements ClientResponseObserver<BackupRequest, BackupResponse> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile ClientCallStreamObserver<BackupRequest> call;
        private volatile int parts;
        private volatile boolean isCompleted;

        @Override
        public void beforeStart(ClientCallStreamObserver<BackupRequest> stream) {
            stream.disableAutoRequestWithInitial(2);
            call = stream;
        }

        @Override
        public void onNext(BackupResponse part) {
            bytes.writeBytes(part.getData().toByteArray());
            parts = part.hasData() ? part.getData().size() : parts;
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
            isCompleted = true;
        }
    }
}
