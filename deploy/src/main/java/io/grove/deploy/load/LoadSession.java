package io.grove.deploy.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.client.Children;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.OperationResult;
import io.grove.client.ReadOptions;
import io.grove.client.SetOptions;
import io.grove.client.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One session of a {@link WriteLoad}. Its write number n either creates {@code FOLDER/w-n-} with the ensemble's
 * sequence number appended, or, each eighth, sets the folder's data to n. Thread-safe: all state is guarded by this
 * object.
 */
final class LoadSession {
    private static final int SET_EVERY = 8;

    private final GroveClient client;
    private final String folder;
    private final int window;
    private final LoadHistory history = new LoadHistory();
    private long written;
    private int unanswered;
    private boolean stopped;

    LoadSession(GroveClient client, String folder, int window) {
        this.client = client;
        this.folder = folder;
        this.window = window;
    }

    /** Sends up to so many writes, one behind the other, as far as the window allows. */
    synchronized void write(int count) {
        for (int i = 0; i < count && unanswered < window && !stopped; i++) {
            long number = written++;
            unanswered++;
            CompletableFuture<?> unused =
                    send(number).whenComplete((result, failure) -> answered(number, result, failure));
        }
    }

    private CompletableFuture<? extends OperationResult> send(long number) {
        return number % SET_EVERY == SET_EVERY - 1
                ? client.set(folder, Long.toString(number).getBytes(UTF_8), SetOptions.any())
                : client.create(folder + "/" + LoadHistory.prefix(number), null, CreateOptions.persistentSequential());
    }

    private synchronized void answered(long number, @Nullable OperationResult result, @Nullable Throwable failure) {
        unanswered--;
        if (result == null) {
            // Within the life of a session no write may fail.
            stopped = true;
            history.failed(number, String.valueOf(failure));
        } else {
            history.acknowledged(number, result);
        }
    }

    synchronized void stop() {
        stopped = true;
    }

    synchronized boolean isQuiet() {
        return unanswered == 0;
    }

    synchronized long acknowledged() {
        return history.size();
    }

    /** Reads back what is there and compares. */
    LoadReport check() throws InterruptedException {
        Znode node = client.blocking().get(folder, ReadOptions.linearizable());
        Children children = client.blocking().children(folder, ReadOptions.linearizable());
        byte[] data = node.data();
        synchronized (this) {
            List<String> violations = new ArrayList<>(history.violations());
            violations.addAll(history.compareNames(children.names()));
            violations.addAll(
                    history.compareData(node.stat().version(), data == null ? null : new String(data, UTF_8)));
            List<String> named = violations.stream()
                    .map(violation -> folder + ": " + violation)
                    .toList();
            return new LoadReport(history.size(), history.creations(), named);
        }
    }
}
