package io.grove.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.cli.Reachability.NobodyListens;
import io.grove.client.MemberAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who listens, who refuses, and how long that is waited for. */
@Timeout(60)
class ReachabilityTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Holds a port on which nobody listens. */
    private final Socket holder = new Socket();

    private MemberAddress refusing;

    @BeforeEach
    void hold() throws Exception {
        holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        holder.bind(new InetSocketAddress(LOOPBACK, 0));
        refusing = new MemberAddress("127.0.0.1", holder.getLocalPort());
    }

    @AfterEach
    void release() throws Exception {
        holder.close();
    }

    @Test
    void whereAllRefuseItIsToldAtOnce() {
        assertThatThrownBy(() ->
                        Reachability.require(List.of(refusing, new MemberAddress("no.such.invalid", 1)), Duration.ZERO))
                .isInstanceOf(NobodyListens.class)
                .hasMessageContaining("nobody listens at " + refusing)
                .hasMessageContaining("the host of no.such.invalid:1 is not known");
    }

    @Test
    void oneThatListensIsEnough() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            Reachability.require(
                    List.of(refusing, new MemberAddress("127.0.0.1", server.getLocalPort())), Duration.ZERO);
        }
    }

    @Test
    void theWaitEnds() {
        long begin = System.nanoTime();

        assertThatThrownBy(() -> Reachability.require(List.of(refusing), Duration.ofMillis(300)))
                .isInstanceOf(NobodyListens.class);

        assertThat(System.nanoTime() - begin)
                .isGreaterThan(Duration.ofMillis(300).toNanos());
    }

    @Test
    void theWaitEndsWithTheFirstThatListens() throws Exception {
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(() -> Reachability.require(List.of(refusing), Duration.ofMinutes(1)));
        try (ServerSocket server = new ServerSocket()) {
            server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            server.bind(new InetSocketAddress(LOOPBACK, refusing.port()));

            assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }
}
