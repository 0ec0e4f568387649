package io.grove.deploy.demo;

import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.EnsembleLayout;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.time.Deadline;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The worker processes: two in Java that contend for the lock and, where possible, one in Python. Thread-safe. */
final class Contenders implements AutoCloseable {
    private final Narrator narrator;
    private final Launcher launcher;
    private final Path folder;
    private final EnsembleLayout layout;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();

    Contenders(Narrator narrator, Launcher launcher, Path folder, EnsembleLayout layout) {
        this.narrator = narrator;
        this.launcher = launcher;
        this.folder = folder;
        this.layout = layout;
    }

    /** Starts them. Tells why there is none in Python, null when there is. */
    @Nullable String start(String group, String lock, long timeoutMs) throws EnsembleException, InterruptedException {
        for (String name : List.of("ash", "birch")) {
            ProcessBuilder builder = launcher.command(List.of(
                    "demo-worker",
                    "--servers=" + layout.clientAddresses(),
                    "--name=" + name,
                    "--group=" + group,
                    "--lock=" + lock,
                    "--session-timeout-ms=" + timeoutMs));
            workers.add(Worker.start(name, narrator, builder, folder));
        }
        PythonWorkers python = PythonWorkers.prepare(launcher, folder);
        String obstacle = python.obstacle();
        if (obstacle == null) {
            ProcessBuilder builder = python.worker(layout.clientAddresses(), group, "python");
            workers.add(Worker.start("python", narrator, builder, folder));
        }
        return obstacle;
    }

    void awaitRegistered(Deadline deadline) throws InterruptedException, TimeoutException, DemoFailure {
        for (Worker worker : workers) {
            deadline.await("worker " + worker.name() + " registered", () -> worker.isRegistered() || !worker.isAlive());
        }
        requireAlive();
    }

    /** Waits until one of them holds the lock. Two at a time is a broken promise. */
    Worker awaitHolder(Deadline deadline) throws InterruptedException, TimeoutException, DemoFailure {
        Worker holder = deadline.awaitValue(
                "a holder of the lock", () -> holders().stream().findFirst());
        if (holders().size() > 1) {
            throw new DemoFailure("two workers hold the lock at a time");
        }
        return holder;
    }

    private List<Worker> holders() {
        return workers.stream().filter(worker -> worker.token().isPresent()).toList();
    }

    /** Names of those that have not been killed. */
    Set<String> running() {
        return workers.stream()
                .filter(Worker::isRunning)
                .map(Worker::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Fails when one has ended that nobody killed. */
    void requireAlive() throws DemoFailure {
        for (Worker worker : workers) {
            worker.requireAlive();
        }
    }

    /** Kills them all. */
    @Override
    public void close() {
        try {
            for (Worker worker : workers) {
                worker.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
