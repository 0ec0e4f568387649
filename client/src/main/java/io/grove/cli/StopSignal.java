package io.grove.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells a command that runs until it is stopped that the time has come: Ctrl-C or SIGTERM, or whatever ended its work.
 * Thread-safe.
 */
final class StopSignal {
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    /** Whether and when to stop. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    void stop() {
        stopped.complete(null);
    }

    /** The command has ended and closed its session; a shutdown that waits for that can go on. */
    void finished() {
        finished.complete(null);
    }

    /** Stops when the process is told to end, and keeps it alive until the command has ended, for 5 s at most. */
    Thread shutdownHook() {
        return new Thread(
                () -> {
                    stop();
                    var unused = finished.completeOnTimeout(null, 5, TimeUnit.SECONDS)
                            .join();
                },
                "grove-stop");
    }
}
