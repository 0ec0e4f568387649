package io.grove.server.peer;

import io.grove.server.config.GroveConfig;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The port on which other members reach this one. */
public final class PeerServer implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 64 << 20;

    private final Server server;

    /** Builds the server; nothing is bound yet. */
    public PeerServer(GroveConfig config, BindableService... services) {
        long keepAliveMs = config.timing().keepAliveMs();
        InetSocketAddress address = new InetSocketAddress(
                config.listen().host(), config.ensemble().selfAddress().peerPort());
        this.server = NettyServerBuilder.forAddress(address)
                .directExecutor()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .keepAliveTime(keepAliveMs, TimeUnit.MILLISECONDS)
                .keepAliveTimeout(keepAliveMs, TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addServices(
                        Stream.of(services).map(BindableService::bindService).toList())
                .build();
    }

    /**
     * Binds the port and serves.
     *
     * @throws IOException when the port can't be bound
     */
    public void start() throws IOException {
        server.start();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
