package io.grove.deploy.chaos;

import io.grove.client.ClientConfig;
import io.grove.client.GroveException;
import io.grove.client.SessionHandover;
import io.grove.deploy.time.Deadline;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A thread that works with one client after the other: a client is closed now and then, or leaves its session to the
 * next one, or its session expires.
 */
final class Worker {
    private static final Duration CONNECT_PATIENCE = Duration.ofMinutes(2);
    private static final Duration LINGER = Duration.ofMinutes(1);
    private static final int WINDOW_MAX = 16;
    private static final int LIFE_MAX_MS = 15_000;
    private static final int PAUSE_MAX_MS = 80;

    private final String name;
    private final Recorder recorder;
    private final Workspace space;
    private final ClientConfig config;
    private final AtomicLong zxidOfOthers;
    private final Random random;
    private final Thread thread;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean isStopped;
    private volatile @Nullable RecordingClient client;
    private volatile @Nullable Operations current;
    private @Nullable SessionHandover handover;
    private int lives;

    Worker(
            String name,
            Recorder recorder,
            Workspace space,
            ClientConfig config,
            AtomicLong zxidOfOthers,
            Random random) {
        this.name = name;
        this.recorder = recorder;
        this.space = space;
        this.config = config;
        this.zxidOfOthers = zxidOfOthers;
        this.random = random;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The client that works now, if any. */
    @Nullable RecordingClient client() {
        return client;
    }

    private void run() {
        try {
            while (!isStopped) {
                live();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Works with one client until its session is over or its time has come. */
    private void live() throws InterruptedException {
        RecordingClient mine = connect();
        if (mine == null) {
            return;
        }
        client = mine;
        Operations operations = new Operations(space, mine, zxidOfOthers, random);
        current = operations;
        int window = 1 + random.nextInt(WINDOW_MAX);
        Deadline end = Deadline.after(Duration.ofMillis(LIFE_MAX_MS / 3 + random.nextInt(LIFE_MAX_MS)));
        while (!isStopped && !mine.isOver() && !end.isOver()) {
            for (int i = random.nextInt(window + 1); i > 0 && unanswered.get() < window; i--) {
                begin(operations);
            }
            TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(PAUSE_MAX_MS));
        }
        if (!isStopped) {
            part(mine);
        }
    }

    private void begin(Operations operations) {
        unanswered.incrementAndGet();
        CompletableFuture<?> unused = operations.next().whenComplete((done, failure) -> unanswered.decrementAndGet());
    }

    private @Nullable RecordingClient connect() throws InterruptedException {
        SessionHandover session = handover;
        handover = null;
        try {
            return RecordingClient.connect(
                    recorder,
                    name + "." + lives++,
                    session == null ? config : config.withSession(session),
                    CONNECT_PATIENCE);
        } catch (TimeoutException e) {
            return null;
        }
    }

    private void part(RecordingClient mine) throws InterruptedException {
        try {
            if (mine.isOver() || random.nextInt(3) > 0) {
                mine.closeAsync().get(CONNECT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                handover = mine.leave(LINGER).get(CONNECT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException | GroveException e) {
            // Its session expires; the next client has one of its own.
        }
    }

    /** Begins nothing more, and waits until everything is answered. Its last client stays open. */
    void stop(Deadline deadline) throws InterruptedException, TimeoutException {
        isStopped = true;
        thread.join(deadline.remaining().toMillis());
        Operations last = current;
        if (last != null) {
            last.giveUp();
            deadline.await("the end of the lock use of " + name, last::isQuiet);
        }
        deadline.await("answers to all operations of " + name, () -> unanswered.get() == 0);
    }

    /** Ends at once. */
    void abort() {
        isStopped = true;
        thread.interrupt();
    }
}
