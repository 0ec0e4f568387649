package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.BatchReadOperation;
import io.grove.api.v1.BatchReadRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CountDescendantsRequest;
import io.grove.api.v1.CreateParents;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteTreeRequest;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScanResponse;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.server.testing.Edges;
import io.grove.server.testing.TestEnsemble;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest requests that are allowed are done, and one more is refused by type. */
class LargeRequestsTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1);
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void tenThousandOperationsAreOneCommit() {
        CommitRequest commit = CommitRequest.newBuilder()
                .addOperations(CommitOperation.newBuilder()
                        .setCreate(CreateRequest.newBuilder().setPath("/many")))
                .addAllOperations(IntStream.range(1, 10_000)
                        .mapToObj(i -> CommitOperation.newBuilder()
                                .setCreate(CreateRequest.newBuilder().setPath("/many/" + i))
                                .build())
                        .toList())
                .build();

        assertThat(tree().commit(commit).getResultsCount()).isEqualTo(10_000);
        assertThat(tree().get(GetRequest.newBuilder().setPath("/many").build())
                        .getStat()
                        .getNumChildren())
                .isEqualTo(9_999);
    }

    @Test
    void pathsAreAsDeepAsTheyAreLong() {
        String path = createLevels("", Edges.PATH_LENGTH_MAX / 2);
        assertThat(path).hasSize(Edges.PATH_LENGTH_MAX);
        assertThat(tree().get(GetRequest.newBuilder().setPath(path.toString()).build())
                        .hasStat())
                .isTrue();
        assertThat(refusal(() -> tree().create(
                                CreateRequest.newBuilder().setPath(path + "/d").build())))
                .isEqualTo("TOO_LARGE");
    }

    /** One znode after the other, many in one commit. */
    private static String createLevels(String top, int levels) {
        StringBuilder path = new StringBuilder(top);
        for (int depth = 0; depth < levels; depth += 64) {
            CommitRequest.Builder commit = CommitRequest.newBuilder();
            for (int i = depth; i < Math.min(depth + 64, levels); i++) {
                path.append("/d");
                commit.addOperations(CommitOperation.newBuilder()
                        .setCreate(CreateRequest.newBuilder().setPath(path.toString())));
            }
            assertThat(tree().commit(commit.build()).getResultsCount()).isEqualTo(commit.getOperationsCount());
        }
        return path.toString();
    }

    /** What takes time in proportion to the square of the depth is done in parts: every member waits for it. */
    @Test
    void deepTreesAreScannedAndCountedWholeAndDeletedInParts() {
        String top = "/deep-tree";
        int levels = (Edges.PATH_LENGTH_MAX - top.length()) / 2;
        assertThat(refusal(() -> tree().create(CreateRequest.newBuilder()
                        .setPath(top + "/d".repeat(levels))
                        .setCreateParents(CreateParents.CREATE_PARENTS_PERSISTENT)
                        .build())))
                .isEqualTo("TOO_LARGE");
        var unused = tree().create(CreateRequest.newBuilder()
                .setPath(top + "/d".repeat(250))
                .setCreateParents(CreateParents.CREATE_PARENTS_PERSISTENT)
                .build());
        String bottom = createLevels(top + "/d".repeat(250), levels - 250);
        assertThat(bottom).hasSizeGreaterThan(Edges.PATH_LENGTH_MAX - 2);

        int scanned = 0;
        Iterator<ScanResponse> pages =
                tree().scan(ScanRequest.newBuilder().setPath(top).build());
        while (pages.hasNext()) {
            scanned += pages.next().getNodesCount();
        }
        assertThat(scanned).isEqualTo(1 + levels);
        assertThat(tree().countDescendants(CountDescendantsRequest.newBuilder()
                                .setPath(top)
                                .build())
                        .getDescendants())
                .isEqualTo(levels);
        assertThat(refusal(() -> deleted(top))).isEqualTo("TOO_LARGE");
        assertThat(deleted(top + "/d".repeat(1_500))).isEqualTo(levels - 1_499);
        assertThat(deleted(top + "/d".repeat(700))).isEqualTo(800);
        assertThat(deleted(top)).isEqualTo(700);
    }

    private static int deleted(String top) {
        return tree().deleteTree(DeleteTreeRequest.newBuilder().setPath(top).build())
                .getDeleted();
    }

    @Test
    void aBatchHasTenThousandReadsAndNoMore() {
        BatchReadOperation read = BatchReadOperation.newBuilder()
                .setExists(ExistsRequest.newBuilder().setPath("/none"))
                .build();
        BatchReadRequest.Builder batch =
                BatchReadRequest.newBuilder().addAllOperations(Collections.nCopies(10_000, read));

        assertThat(tree().batchRead(batch.build()).getResultsCount()).isEqualTo(10_000);
        assertThat(refusal(() -> tree().batchRead(batch.addOperations(read).build())))
                .isEqualTo("TOO_LARGE");
    }

    @Test
    void aTreeOfMoreThanTenThousandIsNotDeletedWhole() {
        String top = "/wide-tree";
        for (int parent = 0; parent < 2; parent++) {
            CommitRequest.Builder commit = CommitRequest.newBuilder();
            String path = top + "/" + parent;
            commit.addOperations(CommitOperation.newBuilder()
                    .setCreate(CreateRequest.newBuilder()
                            .setPath(path)
                            .setCreateParents(CreateParents.CREATE_PARENTS_PERSISTENT)));
            for (int child = 0; child < 5_000; child++) {
                commit.addOperations(CommitOperation.newBuilder()
                        .setCreate(CreateRequest.newBuilder().setPath(path + "/" + child)));
            }
            assertThat(tree().commit(commit.build()).getResultsCount()).isEqualTo(5_001);
        }
        DeleteTreeRequest whole = DeleteTreeRequest.newBuilder().setPath(top).build();

        assertThat(refusal(() -> tree().deleteTree(whole))).isEqualTo("NOT_EMPTY");
        assertThat(tree().deleteTree(DeleteTreeRequest.newBuilder()
                                .setPath(top + "/0")
                                .build())
                        .getDeleted())
                .isEqualTo(5_001);
        assertThat(tree().deleteTree(whole).getDeleted()).isEqualTo(5_002);
    }

    private static String refusal(Runnable call) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(refused).as("a refusal").isNotNull();
        try {
            return StatusProto.fromThrowable(refused)
                    .getDetails(0)
                    .unpack(ErrorInfo.class)
                    .getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static TreeServiceGrpc.TreeServiceBlockingStub tree() {
        return TreeServiceGrpc.newBlockingStub(ensemble.channel("m1")).withDeadlineAfter(60, TimeUnit.SECONDS);
    }
}
