package io.grove.server.peer;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One connection for each other member, made when it is first needed. Names are resolved anew after each failure. Those
 * of members that left stay, unused, until the end: there are few.
 */
final class PeerChannels {
    private final long keepAliveMs;
    private final Function<MemberId, Member> directory;
    private final Executor executor;
    private final Map<Member, ManagedChannel> channels = new ConcurrentHashMap<>();

    PeerChannels(long keepAliveMs, Function<MemberId, Member> directory, Executor executor) {
        this.keepAliveMs = keepAliveMs;
        this.directory = directory;
        this.executor = executor;
    }

    /** The connection to a member. One that has failed is tried again at once: the caller does the backing off. */
    ManagedChannel to(MemberId member) {
        ManagedChannel channel = channels.computeIfAbsent(directory.apply(member), this::open);
        channel.resetConnectBackoff();
        return channel;
    }

    private ManagedChannel open(Member member) {
        return NettyChannelBuilder.forTarget("dns:///" + member.peerAddress())
                .usePlaintext()
                .executor(executor)
                .keepAliveTime(keepAliveMs, TimeUnit.MILLISECONDS)
                .keepAliveTimeout(keepAliveMs, TimeUnit.MILLISECONDS)
                .build();
    }

    void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
