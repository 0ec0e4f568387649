package io.grove.deploy.chaos;

import io.grove.client.ClientConfig;
import io.grove.deploy.ensemble.ChildProcess;
import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.LocalEnsemble;
import io.grove.deploy.history.Invariant;
import io.grove.deploy.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The members of a campaign, and who starts them again when they end by themselves, as a service manager would.
 * Thread-safe.
 */
final class Members implements AutoCloseable {
    /** What a member ends with when it can't go on, by the table of exit codes. */
    private static final int CANNOT_GO_ON = 4;

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_MS = 300;

    private final LocalEnsemble ensemble;
    private final Set<String> down = new HashSet<>();
    private final List<String> exits = new ArrayList<>();
    private final ScheduledExecutorService watchman =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "watchman"));
    private @Nullable Recorder recorder;

    Members(LocalEnsemble ensemble) {
        this.ensemble = ensemble;
    }

    /** Starts all, and watches over them from then on. */
    void startAll(Deadline deadline) throws EnsembleException, InterruptedException, TimeoutException {
        ensemble.startAll();
        ensemble.awaitReady(deadline);
        Future<?> unused =
                watchman.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** From now on troubles belong to this history. */
    synchronized void recordTo(Recorder next) {
        recorder = next;
    }

    private synchronized void look() {
        for (String id : ids()) {
            ChildProcess process = ensemble.process(id);
            if (!down.contains(id) && !process.isAlive()) {
                ended(process);
                try {
                    ensemble.start(id);
                } catch (EnsembleException e) {
                    down.add(id);
                }
            }
        }
    }

    private void ended(ChildProcess process) {
        String what = process.name() + " ended with " + process.exitCode() + ": " + process.lastWords();
        exits.add(what);
        if (process.exitCode() != CANNOT_GO_ON && recorder != null) {
            recorder.trouble(Invariant.FAIL_STOP, what);
        }
    }

    /** Members that have ended by themselves since this was last asked. */
    synchronized List<String> takeExits() {
        List<String> taken = List.copyOf(exits);
        exits.clear();
        return taken;
    }

    List<String> ids() {
        return ensemble.layout().ids();
    }

    LocalEnsemble ensemble() {
        return ensemble;
    }

    ClientConfig clientConfig() {
        return ClientConfig.of(ensemble.layout().clientAddresses()).withRequestTimeout(Duration.ofMinutes(3));
    }

    /** The leader, or anybody when there is none. */
    String leader() {
        return ensemble.leader().orElse(ids().get(0));
    }

    /** SIGKILL to all of these; they stay down until {@link #start}. */
    synchronized void kill(List<String> some) throws InterruptedException {
        down.addAll(some);
        for (String id : some) {
            ensemble.process(id).kill();
        }
    }

    /** Starts these again. */
    synchronized void start(List<String> some) throws EnsembleException {
        for (String id : some) {
            if (!ensemble.process(id).isAlive()) {
                ensemble.start(id);
            }
            down.remove(id);
        }
    }

    /** SIGTERM and a new start. */
    void restart(String id) throws InterruptedException, EnsembleException, TimeoutException {
        synchronized (this) {
            down.add(id);
            ensemble.process(id).terminate();
        }
        if (!ensemble.process(id).awaitEnd(Deadline.after(STOP_PATIENCE))) {
            throw new TimeoutException(id + " did not end within " + STOP_PATIENCE.toSeconds() + " s of SIGTERM");
        }
        start(List.of(id));
    }

    void pause(String id) throws EnsembleException, InterruptedException {
        ensemble.process(id).pause();
    }

    void resume(String id) throws EnsembleException, InterruptedException {
        ensemble.process(id).resume();
    }

    /** Waits until all members answer and know the same leader, also when one has to be started again meanwhile. */
    void awaitReady(Deadline deadline) throws InterruptedException, TimeoutException {
        deadline.await("all members ready", ensemble::isReady);
    }

    /** Ends all members at once, also those that are paused. */
    @Override
    public void close() {
        watchman.shutdownNow();
        synchronized (this) {
            down.addAll(ids());
            for (String id : ids()) {
                kill(id);
            }
        }
        ensemble.close();
    }

    private void kill(String id) {
        try {
            ensemble.process(id).kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException notStarted) {
            // Then there is nothing to end.
        }
    }
}
