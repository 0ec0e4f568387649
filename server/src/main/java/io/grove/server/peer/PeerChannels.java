package io.grove.server.peer;

import io.grove.replication.MemberId;
import io.grove.server.config.GroveConfig;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One connection for each other member, made when it is first needed. Names are resolved anew after each failure. */
final class PeerChannels {
    private final GroveConfig config;
    private final Executor executor;
    private final Map<MemberId, ManagedChannel> channels = new ConcurrentHashMap<>();

    PeerChannels(GroveConfig config, Executor executor) {
        this.config = config;
        this.executor = executor;
    }

    /** The connection to a member. One that has failed is tried again at once: the caller does the backing off. */
    ManagedChannel to(MemberId member) {
        ManagedChannel channel = channels.computeIfAbsent(member, this::open);
        channel.resetConnectBackoff();
        return channel;
    }

    private ManagedChannel open(MemberId member) {
        return NettyChannelBuilder.forTarget(
                        "dns:///" + config.ensemble().address(member).peerAddress())
                .usePlaintext()
                .executor(executor)
                .keepAliveTime(config.timing().keepAliveMs(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(config.timing().keepAliveMs(), TimeUnit.MILLISECONDS)
                .build();
    }

    void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
