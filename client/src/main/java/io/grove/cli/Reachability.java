package io.grove.cli;

import io.grove.client.MemberAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Looks whether anybody listens at all before a command begins, so that a wrong address is told at once. A client on
 * its own goes on looking for members until its time is over, because in a program's life they come and go.
 */
final class Reachability {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 100;
    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "grove-probe");
        thread.setDaemon(true);
        thread.start();
    };

    private Reachability() {}

    /** Nobody listens. */
    static final class NobodyListens extends RuntimeException {
        private static final long serialVersionUID = 1;

        NobodyListens(String message) {
            super(message);
        }
    }

    /**
     * Returns as soon as a member accepts a connection, or one leaves it open whether it does.
     *
     * @param wait how long to look again while all refuse
     * @throws NobodyListens when all still refuse after that
     */
    static void require(List<MemberAddress> members, Duration wait) {
        Executor later = CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS);
        long begin = System.nanoTime();
        String refusals = refusals(members);
        while (!refusals.isEmpty()) {
            if (System.nanoTime() - begin >= wait.toNanos()) {
                throw new NobodyListens(refusals + ": is the ensemble up? '--wait 30s' waits until it is");
            }
            refusals = CompletableFuture.supplyAsync(() -> refusals(members), later)
                    .join();
        }
    }

    /** How all of these refuse; empty when one does not. */
    private static String refusals(List<MemberAddress> members) {
        CompletableFuture<String> accepted = new CompletableFuture<>();
        List<CompletableFuture<Void>> probes = members.stream()
                .map(member -> CompletableFuture.runAsync(() -> probe(member), THREADS)
                        .whenComplete((done, refusal) -> {
                            if (refusal == null) {
                                accepted.complete("");
                            }
                        }))
                .toList();
        CompletableFuture<String> refused = CompletableFuture.allOf(probes.toArray(new CompletableFuture<?>[0]))
                .handle((done, any) -> probes.stream()
                        .map(probe -> probe.handle((yes, no) -> no == null ? "" : messageOf(no))
                                .join())
                        .distinct()
                        .collect(Collectors.joining(", ")));
        return (String) CompletableFuture.anyOf(accepted, refused).join();
    }

    private static String messageOf(Throwable refusal) {
        Throwable cause =
                refusal instanceof CompletionException && refusal.getCause() != null ? refusal.getCause() : refusal;
        return String.valueOf(cause.getMessage());
    }

    private static void probe(MemberAddress member) {
        try {
            probe(member, InetAddress.getAllByName(member.host()));
        } catch (UnknownHostException e) {
            throw new NobodyListens("the host of " + member + " is not known");
        }
    }

    private static void probe(MemberAddress member, InetAddress[] addresses) {
        for (InetAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, member.port()), (int) PROBE_LIMIT.toMillis());
                return;
            } catch (SocketTimeoutException e) {
                return; // Far away, or behind a silent firewall: the client itself will find out.
            } catch (IOException e) {
                // The next one, then.
            }
        }
        throw new NobodyListens("nobody listens at " + member);
    }
}
