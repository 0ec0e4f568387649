package io.grove.client.internal;

import io.grove.client.ClientConfig;
import io.grove.client.ClientTls;
import io.grove.client.GroveAdmin;
import io.grove.client.GroveClient;
import io.grove.client.GroveReader;
import io.grove.client.MemberAddress;
import io.grove.client.MemberClient;
import io.grove.client.ReadOptions;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Puts clients together: the one place that chooses real time, threads and network. */
public final class Connections {
    private Connections() {}

    /** A client with its own two threads, at work. */
    public static GroveClient client(ClientConfig config) {
        Surroundings around = surroundings(config, new Channels(config.tls()));
        StreamClient client = new StreamClient(config, around);
        client.start();
        new MemberFollower(
                        around.loop(),
                        () -> client.get(MemberFollower.CONFIG, ReadOptions.stale()),
                        client::membersLearned)
                .start();
        return client;
    }

    /** A reader without session, with its own two threads. */
    public static GroveReader reader(ClientConfig config) {
        Channels channels = new Channels(config.tls());
        Surroundings around = surroundings(config, channels);
        UnaryCaller caller = new UnaryCaller(config, around, channels);
        UnaryReader reader = new UnaryReader(caller);
        new MemberFollower(
                        around.loop(),
                        () -> reader.get(MemberFollower.CONFIG, ReadOptions.stale()),
                        caller::membersLearned)
                .start();
        return reader;
    }

    /** Administration, with its own two threads. */
    public static GroveAdmin admin(ClientConfig config) {
        Channels channels = new Channels(config.tls());
        return new UnaryAdmin(new UnaryCaller(config, surroundings(config, channels), channels));
    }

    private static Surroundings surroundings(ClientConfig config, Channels channels) {
        Loop loop = new ThreadLoop("grove-client-" + config.clientName());
        ExecutorService callbacks = Deliveries.thread("grove-callback-" + config.clientName());
        return new Surroundings(
                loop, new GrpcDialer(loop, channels), callbacks, new Random(), (state, event) -> {}, () -> {
                    loop.stop();
                    callbacks.shutdown();
                });
    }

    /** A client for one member. */
    public static MemberClient member(MemberAddress address, Duration timeout, @Nullable ClientTls tls) {
        return new GrpcMemberClient(address, timeout, new Channels(tls));
    }
}
