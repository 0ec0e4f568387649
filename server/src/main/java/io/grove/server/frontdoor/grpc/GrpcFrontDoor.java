package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchServiceGrpc;
import io.grove.server.config.GroveConfig;
import io.grove.server.security.TlsFilesException;
import io.grove.server.time.ScheduledTask;
import io.grove.server.time.Workers;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC server for clients: the services of {@code grove.v1}, health and reflection. Requests run on gRPC's event
 * loops, as nothing in the pipeline waits; answers that come later are sent by a few threads of its own.
 */
public final class GrpcFrontDoor implements AutoCloseable {
    private static final int DRAIN_THREADS = 2;

    /** Health is per service; the empty name stands for the whole member. */
    private static final List<String> HEALTH_NAMES = List.of(
            HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
            TreeServiceGrpc.SERVICE_NAME,
            SessionServiceGrpc.SERVICE_NAME,
            WatchServiceGrpc.SERVICE_NAME);

    private final DoorServices services;
    private final Workers executor = new Workers("grove-door", DRAIN_THREADS);
    private final HealthStatusManager health = new HealthStatusManager();
    private final UnaryAnswers calls;
    private final WatchGrpcService watches;
    private final Workers backupWriter = new Workers("grove-backup", 1);
    private final @Nullable DoorTls tls;
    private final Server server;
    private @Nullable ScheduledTask healthChecks;

    /** Builds the server; nothing is bound yet. */
    public GrpcFrontDoor(DoorServices services, String version) {
        this.services = services;
        GroveConfig config = services.config();
        Headers headers = new Headers(config.ensemble(), services.log());
        this.calls = new UnaryAnswers(
                services.meters(), services.ticker(), executor, config.timing().requestTimeoutMs());
        this.watches = new WatchGrpcService(services, headers, executor);
        BackupCalls backups = new BackupCalls(services, headers, executor, backupWriter);
        GroveConfig.Tls tlsConfig = config.listen().clientTls();
        this.tls = tlsConfig == null ? null : new DoorTls(tlsConfig);
        this.server = builder(config, tls == null ? InsecureServerCredentials.create() : tls.credentials())
                .intercept(new Callers(services.authenticator()))
                .intercept(new CrashGuard())
                .addService(CrashGuard.parsingBehind(
                        new TreeGrpcService(services.core().pipeline(), calls, headers, scans(headers))))
                .addService(CrashGuard.parsingBehind(new SessionGrpcService(services, calls, headers, executor)))
                .addService(CrashGuard.parsingBehind(watches))
                .addService(
                        CrashGuard.parsingBehind(new ClusterGrpcService(services, headers, version, backups, calls)))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build();
    }

    private ScanCalls scans(Headers headers) {
        long timeoutMs = services.config().timing().requestTimeoutMs();
        return new ScanCalls(
                (page, caller) -> services.core().pipeline().submitUnary(page, caller, timeoutMs),
                headers::of,
                services.meters(),
                services.ticker(),
                executor);
    }

    private static NettyServerBuilder builder(GroveConfig config, ServerCredentials credentials) {
        long keepAliveMs = config.timing().keepAliveMs();
        InetSocketAddress address = new InetSocketAddress(
                config.listen().host(), config.ensemble().selfAddress().clientPort());
        return NettyServerBuilder.forAddress(address, credentials)
                .directExecutor()
                // The pipeline refuses a request above the limit in a typed way. This bound is for what is so large
                // that it must not even be read, and for several requests in one frame.
                .maxInboundMessageSize(2 * config.limits().requestBytesMax() + (64 << 10))
                .keepAliveTime(keepAliveMs, TimeUnit.MILLISECONDS)
                .keepAliveTimeout(keepAliveMs, TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /**
     * Reads the certificates, if the port is encrypted; has to come before the start.
     *
     * @throws TlsFilesException when they can't be used
     */
    public void readCertificates() throws TlsFilesException {
        if (tls != null) {
            tls.start();
        }
    }

    /**
     * Binds the port and serves.
     *
     * @throws IOException when the port can't be bound
     */
    public void start() throws IOException {
        checkHealth();
        server.start();
        healthChecks = services.scheduler()
                .repeat(this::checkHealth, services.config().timing().tickMs());
    }

    private void checkHealth() {
        ServingStatus status = services.core().isInContact() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        HEALTH_NAMES.forEach(name -> health.setStatus(name, status));
        // Says what this member knows, also without a leader.
        health.setStatus(ClusterServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    }

    /** Number of watch streams that are open. */
    public int watchStreamCount() {
        return watches.streamCount();
    }

    /** Tells clients and load balancers to go elsewhere, and takes no new calls; those that run go on. */
    public void drain() {
        if (healthChecks != null) {
            healthChecks.cancel();
        }
        health.enterTerminalState();
        server.shutdown();
    }

    /**
     * Waits until all calls have ended, or the time is over; at half of it gives up on the unary calls that still wait.
     *
     * @return whether all have ended
     */
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        if (server.awaitTermination(timeoutMs / 2, TimeUnit.MILLISECONDS)) {
            return true;
        }
        calls.giveUp();
        return server.awaitTermination(timeoutMs / 2, TimeUnit.MILLISECONDS);
    }

    /** Ends all calls that are left. */
    @Override
    public void close() {
        server.shutdownNow();
        backupWriter.close();
        executor.close();
        if (tls != null) {
            tls.close();
        }
    }
}
