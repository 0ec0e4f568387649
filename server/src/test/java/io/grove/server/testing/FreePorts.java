package io.grove.server.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that nobody uses, outside the range from which the system takes ports for outgoing connections, so that
 * none of those can be in the way later.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int LAST = 30_000;

    private FreePorts() {}

    /** A port that is free now. */
    public static int next() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
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
