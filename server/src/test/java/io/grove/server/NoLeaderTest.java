package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.Consistency;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One member of three, alone: it has no leader and can't become one. */
class NoLeaderTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.startOneOf(folder, 3, "--request.timeout=500ms", "--staleness.max=300ms");
        await().atMost(TestEnsemble.LONG).until(() -> health() == HealthCheckResponse.ServingStatus.NOT_SERVING);
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void itSaysThatItIsAliveButNotReady() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).startsWith("not ready: ");
    }

    @Test
    void itTellsItsStatus() {
        GetStatusResponse status = ensemble.status("m1");

        assertThat(status.getLeader()).isEmpty();
        assertThat(status.getMembersCount()).isEqualTo(3);
    }

    @Test
    void writesAndFreshReadsAreRefusedInTime() {
        StatusRuntimeException write = refusal(
                () -> tree().create(CreateRequest.newBuilder().setPath("/a").build()));
        StatusRuntimeException read = refusal(
                () -> tree().exists(ExistsRequest.newBuilder().setPath("/a").build()));
        StatusRuntimeException session =
                StreamClient.open(ensemble.channel("m1"), 1_000).failure();

        for (StatusRuntimeException refusal : new StatusRuntimeException[] {write, read, session}) {
            assertThat(refusal.getStatus().getCode()).as("%s", refusal).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void staleReadsAreAnswered() {
        assertThat(tree().exists(ExistsRequest.newBuilder()
                                .setPath("/")
                                .setRead(ReadOptions.newBuilder().setConsistency(Consistency.CONSISTENCY_STALE))
                                .build())
                        .hasStat())
                .isTrue();
    }

    @Test
    void aCallThatStillWaitsWhenTheMemberStopsIsToldSo(@TempDir Path other) throws Exception {
        TestEnsemble stopping = TestEnsemble.startOneOf(other, 3);
        ListenableFuture<CreateResponse> call = TreeServiceGrpc.newFutureStub(stopping.channel("m1"))
                .create(CreateRequest.newBuilder().setPath("/a").build());
        await().atMost(TestEnsemble.LONG)
                .until(() -> get(stopping, "/metrics").body().contains("\ngrove_requests_in_flight 1.0"));

        stopping.stopMember("m1");

        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> call.get(60, TimeUnit.SECONDS));
        assertThat(failure).hasRootCauseInstanceOf(StatusRuntimeException.class);
        ErrorInfo info = StatusProto.fromThrowable(failure).getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("OUTCOME_UNKNOWN");
        stopping.close();
    }

    private static StatusRuntimeException refusal(Runnable call) {
        StatusRuntimeException exception = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(exception).as("a refusal").isNotNull();
        return exception;
    }

    private static HealthCheckResponse.ServingStatus health() {
        return HealthGrpc.newBlockingStub(ensemble.channel("m1"))
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    private static TreeServiceGrpc.TreeServiceBlockingStub tree() {
        return TreeServiceGrpc.newBlockingStub(ensemble.channel("m1"));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(ensemble, path);
    }

    private static HttpResponse<String> get(TestEnsemble from, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + from.server("m1").adminPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
