package io.grove.client.internal;

import io.grove.client.ClientConfig;
import io.grove.client.GroveClient;
import io.grove.client.GroveReader;
import io.grove.client.MemberAddress;
import io.grove.client.MemberClient;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;

/** Puts clients together: the one place that chooses real time, threads and network. */
public final class Connections {
    private Connections() {}

    /** A client with its own two threads, at work. */
    public static GroveClient client(ClientConfig config) {
        StreamClient client = new StreamClient(config, surroundings(config));
        client.start();
        return client;
    }

    /** A reader without session, with its own two threads. */
    public static GroveReader reader(ClientConfig config) {
        return new UnaryReader(config, surroundings(config));
    }

    private static Surroundings surroundings(ClientConfig config) {
        Loop loop = new ThreadLoop("grove-client-" + config.clientName());
        ExecutorService callbacks = Deliveries.thread("grove-callback-" + config.clientName());
        return new Surroundings(loop, new GrpcDialer(loop), callbacks, new Random(), (state, event) -> {}, () -> {
            loop.stop();
            callbacks.shutdown();
        });
    }

    /** A client for one member. */
    public static MemberClient member(MemberAddress address, Duration timeout) {
        return new GrpcMemberClient(address, timeout);
    }
}
