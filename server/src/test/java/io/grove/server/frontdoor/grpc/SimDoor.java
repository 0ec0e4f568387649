package io.grove.server.frontdoor.grpc;

import io.grove.command.FeatureLevel;
import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.ReplicatedLog;
import io.grove.server.config.ConfigException;
import io.grove.server.config.ConfigLoader;
import io.grove.server.config.GroveConfig;
import io.grove.server.members.MemberAdministration;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.pipeline.CoreLimits;
import io.grove.server.pipeline.CoreTiming;
import io.grove.server.security.Authenticator;
import io.grove.server.session.OutboxLimits;
import io.grove.server.sim.SimMember;
import io.grove.server.state.DigestExchange;
import io.grove.server.state.DigestMarks;
import io.grove.server.state.RootHistory;
import io.grove.server.testing.AloneInTheLog;
import io.grove.server.testing.NobodyCalls;
import io.grove.server.time.Scheduler;
import io.grove.server.time.Ticker;
import io.grove.server.watch.ChangeHistory;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The services of one member without network, threads and clock. What is thrown by a service comes out of the calls
 * made here: no {@link CrashGuard} stands before them.
 */
final class SimDoor {
    static final CoreTiming TIMING = new CoreTiming(1_000, 60_000, 10_000, 500, 1_000, 1_000, 5_000);

    private static final CoreLimits LIMITS = new CoreLimits(
            200,
            5_000,
            200,
            1_000_000,
            30,
            20,
            10,
            20,
            new ChangeHistory.Limits(100, 100_000),
            new OutboxLimits(100, 1_000_000),
            20,
            new RootHistory.Limits(10, 1_000_000, 4, 1_000));
    private static final GroveConfig CONFIG = config();
    private static final ServerMeters METERS = new ServerMeters(new SimpleMeterRegistry());

    private final SimMember member = new SimMember(LIMITS, TIMING);
    private final List<ServerMethodDefinition<?, ?>> methods;

    SimDoor() {
        DoorServices services = new DoorServices(
                CONFIG,
                member.core(),
                Authenticator.plain(),
                member.log(),
                nobody(),
                alone(member.log(), member.time(), member.time()),
                METERS,
                member.time(),
                member.time());
        Headers headers = new Headers(CONFIG.ensemble(), member.log());
        UnaryAnswers calls = new UnaryAnswers(METERS, member.time(), member.time(), TIMING.requestTimeoutMs());
        ScanCalls scans = new ScanCalls(
                (page, caller) -> member.core().pipeline().submitUnary(page, caller, TIMING.requestTimeoutMs()),
                headers::of,
                METERS,
                member.time(),
                member.time());
        Stream<BindableService> all = Stream.of(
                new TreeGrpcService(member.core().pipeline(), calls, headers, scans),
                new SessionGrpcService(services, calls, headers, member.time()),
                new WatchGrpcService(services, headers, member.time()),
                new ClusterGrpcService(
                        services,
                        headers,
                        "0",
                        new BackupCalls(services, headers, member.time(), member.time()),
                        calls));
        methods = all.flatMap(service -> service.bindService().getMethods().stream())
                .sorted((one, other) -> name(one).compareTo(name(other)))
                .<ServerMethodDefinition<?, ?>>map(method -> method)
                .toList();
    }

    static DigestExchange nobody() {
        MemberId self = CONFIG.ensemble().self();
        DigestExchange.Ensemble alone = new DigestExchange.Ensemble(Set.of(self), Set.of(self), Optional.empty());
        return new DigestExchange(
                self,
                new DigestMarks(),
                (member, zxids) -> CompletableFuture.failedFuture(new IllegalStateException("nobody else")),
                () -> alone,
                FeatureLevel.KNOWN,
                wrong -> {});
    }

    /** The administration of an ensemble of one, to which nobody ever comes. */
    static MemberAdministration alone(ReplicatedLog log, Ticker ticker, Scheduler scheduler) {
        Member self = CONFIG.ensemble().selfAddress().member();
        return new MemberAdministration(
                self, log, new AloneInTheLog(self), new NobodyCalls(), ticker, scheduler, Runnable::run, 1_000);
    }

    private static GroveConfig config() {
        try {
            return ConfigLoader.load(
                            List.of("--cluster=test", "--member=m1", "--members=m1=127.0.0.1:1:2:3", "--data=unused"),
                            Map.of())
                    .config();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(ServerMethodDefinition<?, ?> method) {
        return method.getMethodDescriptor().getFullMethodName();
    }

    /** All methods, by name. */
    List<ServerMethodDefinition<?, ?>> methods() {
        return methods;
    }

    ServerMethodDefinition<?, ?> method(String fullName) {
        return methods.stream()
                .filter(method -> name(method).equals(fullName))
                .findFirst()
                .orElseThrow();
    }

    SimMember member() {
        return member;
    }

    /** Begins a call, as a client would that says nothing yet. */
    <T, R> SimCall<T, R> begin(ServerMethodDefinition<T, R> method) {
        SimCall<T, R> call = new SimCall<>(method.getMethodDescriptor());
        ServerCall.Listener<T> listener = method.getServerCallHandler().startCall(call, new Metadata());
        call.begin(listener);
        return call;
    }
}
