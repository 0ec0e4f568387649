package io.grove.deploy.demo;

import io.grove.deploy.ensemble.ChildProcess;
import io.grove.deploy.ensemble.EnsembleException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A worker process. It says on its standard output what it has reached: {@code registered PATH} when its ephemeral is
 * there, {@code holds TOKEN} when it has the lock. Thread-safe.
 */
final class Worker {
    private final String name;
    private final Narrator narrator;
    private volatile boolean registered;
    private volatile long token = -1;
    private volatile boolean ended;
    private final ChildProcess process;

    private Worker(String name, Narrator narrator, ProcessBuilder builder, Path folder) throws EnsembleException {
        this.name = name;
        this.narrator = narrator;
        this.process = ChildProcess.start("worker-" + name, builder, folder, line -> said(line));
    }

    static Worker start(String name, Narrator narrator, ProcessBuilder builder, Path folder) throws EnsembleException {
        return new Worker(name, narrator, builder, folder);
    }

    private void said(String line) {
        if (line.startsWith("registered ")) {
            registered = true;
            narrator.say("worker " + name + ": " + line);
        } else if (line.startsWith("holds ")) {
            token = Long.parseLong(line.substring("holds ".length()).strip());
            narrator.say("worker " + name + ": holds the lock, fencing token " + token);
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isRegistered() {
        return registered;
    }

    /** The fencing token, when it has the lock. */
    OptionalLong token() {
        return token < 0 || ended ? OptionalLong.empty() : OptionalLong.of(token);
    }

    /** Fails when the process has ended by itself. */
    void requireAlive() throws DemoFailure {
        if (!ended && !process.isAlive()) {
            throw new DemoFailure("worker " + name + " has ended: " + process.lastWords());
        }
    }

    /** Whether its process is there. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether nobody has killed it. */
    boolean isRunning() {
        return !ended;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        ended = true;
        process.kill();
    }
}
