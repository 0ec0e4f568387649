package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grove.api.v1.BackupRequest;
import io.grove.api.v1.BackupResponse;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.OpenSessionRequest;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.server.testing.TestEnsemble;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new ensemble of three is made from the backup of another one, which went on after it was taken. */
@Timeout(180)
class RestoreEnsembleTest {
    @TempDir
    static Path folder;

    private static Path backup;
    private static SessionCredential oldSession;
    private static long lastZxidOfOld;

    @BeforeAll
    static void takeABackup() throws Exception {
        backup = folder.resolve("backup");
        try (TestEnsemble old = TestEnsemble.start(folder.resolve("old"), 1)) {
            TreeServiceGrpc.TreeServiceBlockingStub tree = TreeServiceGrpc.newBlockingStub(old.channel("m1"));
            oldSession = SessionServiceGrpc.newBlockingStub(old.channel("m1"))
                    .openSession(OpenSessionRequest.newBuilder()
                            .setTimeout(Duration.newBuilder().setSeconds(60))
                            .build())
                    .getSession();
            tree.create(create("/kept", "1").build());
            tree.create(create("/lock", "")
                    .setMode(CreateMode.CREATE_MODE_EPHEMERAL)
                    .setOwner(oldSession)
                    .build());
            take(ClusterServiceGrpc.newBlockingStub(old.channel("m1")), backup);
            lastZxidOfOld = tree.set(SetRequest.newBuilder()
                            .setPath("/kept")
                            .setData(ByteString.copyFromUtf8("2"))
                            .build())
                    .getHeader()
                    .getZxid();
        }
    }

    @Test
    void theNewEnsembleHasWhatTheBackupHasAndGoesOnFromThere() throws Exception {
        try (TestEnsemble restored = TestEnsemble.start(folder.resolve("new"), 3, "--restore.file=" + backup)) {
            TreeServiceGrpc.TreeServiceBlockingStub tree =
                    TreeServiceGrpc.newBlockingStub(restored.channel(restored.awaitFollower()));

            GetResponse kept = tree.get(GetRequest.newBuilder()
                    .setPath("/kept")
                    .setRead(ReadOptions.newBuilder().setMinZxid(lastZxidOfOld))
                    .build());
            assertThat(kept.getData().toStringUtf8()).isEqualTo("1");
            assertThat(kept.getHeader().getZxid())
                    .as("whoever saw the old ensemble is not kept waiting, and sees nothing older")
                    .isGreaterThan(lastZxidOfOld);
            assertThat(tree.exists(ExistsRequest.newBuilder().setPath("/lock").build())
                            .hasStat())
                    .as("ephemerals go with the old sessions")
                    .isFalse();
            assertThatThrownBy(() -> tree.create(create("/again", "")
                            .setMode(CreateMode.CREATE_MODE_EPHEMERAL)
                            .setOwner(oldSession)
                            .build()))
                    .as("old sessions have expired")
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("does not exist");
            assertThat(restored.status("m1").getSessions()).isZero();

            tree.create(create("/new", "3").build());
            Path again = folder.resolve("again");
            take(ClusterServiceGrpc.newBlockingStub(restored.channel("m2")), again);
            assertThat(again).isNotEmptyFile();
        }
    }

    private static CreateRequest.Builder create(String path, String data) {
        return CreateRequest.newBuilder().setPath(path).setData(ByteString.copyFromUtf8(data));
    }

    private static void take(ClusterServiceGrpc.ClusterServiceBlockingStub cluster, Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Iterator<BackupResponse> parts = cluster.backup(BackupRequest.getDefaultInstance());
        parts.forEachRemaining(part -> bytes.writeBytes(part.getData().toByteArray()));
        Files.write(file, bytes.toByteArray());
    }
}
