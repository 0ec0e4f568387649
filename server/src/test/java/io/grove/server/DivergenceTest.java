package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.machine.MachineState;
import io.grove.server.config.ConfigLoader;
import io.grove.server.testing.TestEnsemble;
import io.grove.snapshot.SnapshotReader;
import io.grove.snapshot.SnapshotWriter;
import io.grove.tree.ZnodePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member begins with a state that is not that of the others, and that all its checksums agree with. */
@Timeout(180)
class DivergenceTest {
    private static final ZnodePath PATH = new ZnodePath("/account");

    @TempDir
    Path folder;

    private final List<String> failures = new CopyOnWriteArrayList<>();

    @Test
    void aMemberThatDiffersStopsAndDoesNotComeBack() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 3, "--snapshot.entries=1000")) {
            String victim = ensemble.awaitFollower();
            fill(TreeServiceGrpc.newBlockingStub(ensemble.channel(victim)));
            await().atMost(TestEnsemble.LONG).until(() -> newestSnapshot(victim) != null);
            ensemble.stopMember(victim);
            falsify(newestSnapshot(victim));

            GroveServer falsified = server(ensemble, victim);
            falsified.start();
            await().atMost(TestEnsemble.LONG).until(() -> !failures.isEmpty());
            falsified.close();

            assertThat(failures.get(0)).contains("the state of member " + victim + " is not that of the others");
            assertThat(folder.resolve(victim).resolve("grove.diverged"))
                    .content()
                    .contains(failures.get(0));
            GroveServer again = server(ensemble, victim);
            assertThatThrownBy(again::start)
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("differed from the others'");
            ensemble.awaitReady();
            assertThat(ensemble.running()).hasSize(2);
        }
    }

    private GroveServer server(TestEnsemble ensemble, String id) throws Exception {
        return new GroveServer(ConfigLoader.load(ensemble.flags(id)).config(), end -> failures.add(end.reason()));
    }

    private static void fill(TreeServiceGrpc.TreeServiceBlockingStub tree) {
        tree.create(CreateRequest.newBuilder()
                .setPath(PATH.value())
                .setData(ByteString.copyFromUtf8("100"))
                .build());
        tree.create(CreateRequest.newBuilder().setPath("/other").build());
        for (int i = 0; i < 1_100; i++) {
            tree.set(SetRequest.newBuilder().setPath("/other").build());
        }
    }

    private Path newestSnapshot(String id) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(id))) {
            return files.filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+")
                            && Files.exists(file.resolveSibling(file.getFileName() + ".md5")))
                    .max(Comparator.comparing(Path::toString))
                    .orElse(null);
        }
    }

    /** Other data under the same zxid, with digest, checksums and MD5 file to match. */
    private static void falsify(Path snapshot) throws IOException, GeneralSecurityException {
        MachineState good = SnapshotReader.read(new ByteArrayInputStream(Files.readAllBytes(snapshot)));
        long mzxid = good.tree().find(PATH).mzxid();
        long mtimeMs = good.tree().find(PATH).stat().mtimeMs();
        MachineState bad = MachineState.restored(
                good.tree().setData(PATH, "999".getBytes(StandardCharsets.UTF_8), mzxid, mtimeMs),
                good.sessions(),
                good.quotas(),
                good.zxid(),
                good.timeMs());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SnapshotWriter.write(bad, bytes);
        Files.write(snapshot, bytes.toByteArray());
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes.toByteArray()));
        Files.writeString(
                snapshot.resolveSibling(snapshot.getFileName() + ".md5"), md5 + " *" + snapshot.getFileName() + "\n");
    }
}
