package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.Role;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchServiceGrpc;
import io.grove.server.config.ConfigLoader;
import io.grove.server.metrics.ServerMeter;
import io.grove.server.testing.RepositoryFiles;
import io.grove.server.testing.TestEnsemble;
import io.grove.testing.FreePorts;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one real member shows to those who look after it, and how it refuses to start. */
class MemberSurfaceTest {
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
    void theStatusSaysWhoAndWhere() {
        TreeServiceGrpc.newBlockingStub(ensemble.channel("m1"))
                .create(CreateRequest.newBuilder().setPath("/status").build());
        GetStatusResponse status = ensemble.status("m1");

        assertThat(status.getRole()).isEqualTo(Role.ROLE_LEADER);
        assertThat(status.getLeader()).isEqualTo("m1");
        assertThat(status.getMembersList())
                .singleElement()
                .satisfies(member -> assertThat(member.getId()).isEqualTo("m1"));
        assertThat(status.getDigest()).matches("[0-9a-f]{16}");
        assertThat(status.getHeader().getZxid()).isPositive();
        assertThat(status.getAppliedIndex()).isPositive().isLessThanOrEqualTo(status.getCommittedIndex());
        assertThat(status.getZnodes()).isGreaterThanOrEqualTo(2);
        assertThat(status.getVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(status.hasProcessCpuTime()).isTrue();
        assertThat(status.getUptime().getSeconds()).isPositive();
    }

    @Test
    void healthIsServingForAllServices() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(ensemble.channel("m1"));

        for (String service : List.of(
                "",
                TreeServiceGrpc.SERVICE_NAME,
                SessionServiceGrpc.SERVICE_NAME,
                WatchServiceGrpc.SERVICE_NAME,
                ClusterServiceGrpc.SERVICE_NAME)) {
            assertThat(health.check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus())
                    .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        }
    }

    @Test
    void reflectionNamesTheServices() throws Exception {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(ensemble.channel("m1"))
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName)
                                .toList());
                    }

                    @Override
                    public void onError(Throwable cause) {
                        names.completeExceptionally(cause);
                    }

                    @Override
                    public void onCompleted() {}
                });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

        assertThat(names.get(60, TimeUnit.SECONDS))
                .contains(
                        "grove.v1.TreeService",
                        "grove.v1.SessionService",
                        "grove.v1.WatchService",
                        "grove.v1.ClusterService",
                        "grpc.health.v1.Health");
        requests.onCompleted();
    }

    @Test
    void metricsShowTheWholeCatalogueAndNothingThatIsNotDocumented() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        for (ServerMeter meter : ServerMeter.values()) {
            String suffix = meter.kind() == ServerMeter.Kind.TIMER ? "_count" : "";
            assertThat(response.body()).containsPattern("(?m)^" + meter.prometheusName() + suffix + "[ {]");
        }
        assertThat(response.body())
                .contains("jvm_memory_used_bytes", "process_cpu_usage", "grove_raft_log_fsync_seconds_count");
        String documentation = Files.readString(RepositoryFiles.root().resolve("docs/metrics.md"));
        TreeSet<String> undocumented = new TreeSet<>();
        Matcher families = Pattern.compile("(?m)^# TYPE (grove_\\w+) ").matcher(response.body());
        while (families.find()) {
            String name = families.group(1).replaceFirst("_max$", "");
            if (!documentation.contains("`" + name + "`")) {
                undocumented.add(name);
            }
        }
        assertThat(undocumented).isEmpty();
    }

    @Test
    void probesAreGood() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ready\n");
    }

    @Test
    void aPortInUseIsSaidInOneLineBeforeAnythingIsTouched(@TempDir Path other) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> flags = flags(other, taken.getLocalPort());

            assertThatThrownBy(() -> startAndClose(flags))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("client port " + taken.getLocalPort())
                    .hasMessageNotContaining("\n");
            assertThat(other.resolve("data")).doesNotExist();
            assertThat(ServerMain.run(flags)).isEqualTo(ServerMain.EXIT_FAILED);
        }
    }

    @Test
    void aFolderInUseIsRefused() {
        List<String> flags = new ArrayList<>(flags(folder, FreePorts.next()));
        flags.removeIf(flag -> flag.startsWith("--data="));
        flags.add("--data=" + folder.resolve("m1"));

        assertThatThrownBy(() -> startAndClose(flags))
                .isInstanceOf(ServerStartException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aBadConfigurationEndsWithItsOwnExitCode() {
        assertThat(ServerMain.run(List.of("--member=m1"))).isEqualTo(ServerMain.EXIT_CONFIGURATION);
    }

    private static void startAndClose(List<String> flags) throws Exception {
        try (GroveServer server = new GroveServer(ConfigLoader.load(flags).config(), reason -> {})) {
            server.start();
        }
    }

    private static List<String> flags(Path folder, int clientPort) {
        return List.of(
                "--cluster=test",
                "--member=m1",
                "--members=m1=127.0.0.1:" + clientPort + ":" + FreePorts.next() + ":" + FreePorts.next(),
                "--data=" + folder.resolve("data"),
                "--bootstrap=true",
                "--listen.host=127.0.0.1",
                "--admin.port=0");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + ensemble.server("m1").adminPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
