package io.grove.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports that nobody uses, outside the range from which the system takes ports for outgoing connections, so that
 * none of those can be in the way later.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int LAST = 30_000;

    /** Starts anywhere, so that processes that run side by side look at different ports. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST - FIRST));

    private FreePorts() {}

    /** A port that is free now and was not handed out in this process for a long time: never the same one twice. */
    public static int next() {
        int port;
        do {
            port = FIRST + Math.floorMod(NEXT.getAndIncrement(), LAST - FIRST);
        } while (!isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
