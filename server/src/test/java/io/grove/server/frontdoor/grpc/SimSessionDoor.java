package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.server.config.ConfigException;
import io.grove.server.config.ConfigLoader;
import io.grove.server.config.GroveConfig;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.security.Authenticator;
import io.grove.server.sim.SimClock;
import io.grove.server.sim.SimNode;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;

/** The service of session streams of a simulated member, in its present life. */
public final class SimSessionDoor {
    private static final long REQUEST_TIMEOUT_MS = 500;
    private static final GroveConfig CONFIG = config();
    private static final ServerMeters METERS = new ServerMeters(new SimpleMeterRegistry());

    private final SessionGrpcService service;

    /** The door of this member. */
    public SimSessionDoor(SimNode node) {
        SimClock clock = node.clock();
        DoorServices services = new DoorServices(
                CONFIG,
                node.core(),
                Authenticator.plain(),
                node.log(),
                SimDoor.nobody(),
                SimDoor.alone(node.log(), clock, clock),
                METERS,
                clock,
                clock);
        UnaryAnswers calls = new UnaryAnswers(METERS, clock, clock, REQUEST_TIMEOUT_MS);
        service = new SessionGrpcService(services, calls, new Headers(CONFIG.ensemble(), node.log()), clock);
    }

    private static GroveConfig config() {
        try {
            return ConfigLoader.load(
                            List.of(
                                    "--cluster=test",
                                    "--member=m1",
                                    "--members=m1=127.0.0.1:1:2:3",
                                    "--data=unused",
                                    "--writes.in.flight.max=30"),
                            Map.of())
                    .config();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** A client begins a stream; what it sends goes into what this returns. */
    public StreamObserver<ConnectRequest> connect(ServerCallStreamObserver<ConnectResponse> call) {
        return service.connect(call);
    }
}
