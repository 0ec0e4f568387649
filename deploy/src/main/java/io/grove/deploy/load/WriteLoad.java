package io.grove.deploy.load;

import io.grove.Grove;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.deploy.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pipelined writes by several sessions, every one of which can be told apart afterwards: lost, applied twice, or out of
 * order, it would show. Each session writes below a folder of its own: sequential znodes whose names carry the number
 * of the write, and now and then the data of the folder itself, whose version counts.
 *
 * <p>A session has at most {@link Pace#window()} unanswered writes; what is due is sent in bursts. Thread-safe.
 */
public final class WriteLoad implements AutoCloseable {
    private static final Duration BURST_INTERVAL = Duration.ofMillis(20);

    private final String root;
    private final List<GroveClient> clients = new ArrayList<>();
    private final List<LoadSession> sessions = new ArrayList<>();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "write-load"));

    private WriteLoad(String root) {
        this.root = root;
    }

    /**
     * How fast to write.
     *
     * @param sessions number of sessions
     * @param writesPerSecond writes of each session per second, a multiple of 50
     * @param window largest number of unanswered writes of a session
     */
    public record Pace(int sessions, int writesPerSecond, int window) {
        int writesPerBurst() {
            return Math.max(1, (int) (writesPerSecond * BURST_INTERVAL.toMillis() / 1000));
        }
    }

    /** Opens the sessions, makes their folders and starts to write. The root must not exist. */
    public static WriteLoad start(ClientConfig config, String root, Pace pace) throws InterruptedException {
        WriteLoad load = new WriteLoad(root);
        try {
            load.open(config, pace);
        } catch (GroveException | InterruptedException e) {
            load.close();
            throw e;
        }
        Future<?> unused = load.ticker.scheduleAtFixedRate(
                () -> load.sessions.forEach(session -> session.write(pace.writesPerBurst())),
                0,
                BURST_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
        return load;
    }

    private void open(ClientConfig config, Pace pace) throws InterruptedException {
        for (int i = 0; i < pace.sessions(); i++) {
            GroveClient client = Grove.connect(config.withClientName("load " + i));
            clients.add(client);
            if (i == 0) {
                client.blocking().create(root, null, CreateOptions.persistent());
            }
            String folder = root + "/s" + i;
            client.blocking().create(folder, null, CreateOptions.persistent());
            sessions.add(new LoadSession(client, folder, pace.window()));
        }
    }

    /** Below what all is written. */
    public String root() {
        return root;
    }

    /** How many writes are acknowledged so far. */
    public long acknowledged() {
        return sessions.stream().mapToLong(LoadSession::acknowledged).sum();
    }

    /** Waits until so many more writes are acknowledged than now, by every session. */
    public void awaitProgress(int writes, Deadline deadline) throws InterruptedException, TimeoutException {
        for (LoadSession session : sessions) {
            long goal = session.acknowledged() + writes;
            deadline.await("writes acknowledged again", () -> session.acknowledged() >= goal);
        }
    }

    /** Begins no more writes and waits for the answers to all. */
    public void finish(Deadline deadline) throws InterruptedException, TimeoutException {
        ticker.shutdownNow();
        for (LoadSession session : sessions) {
            session.stop();
            deadline.await("answers to all writes", session::isQuiet);
        }
    }

    /** Compares what was acknowledged with what is there, once the load is finished. */
    public LoadReport check() throws InterruptedException {
        LoadReport report = LoadReport.EMPTY;
        for (LoadSession session : sessions) {
            report = report.plus(session.check());
        }
        return report;
    }

    /** Stops at once and closes the sessions. */
    @Override
    public void close() {
        ticker.shutdownNow();
        clients.forEach(GroveClient::close);
    }
}
