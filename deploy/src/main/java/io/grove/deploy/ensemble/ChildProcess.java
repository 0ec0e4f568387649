package io.grove.deploy.ensemble;

import io.grove.deploy.time.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that this one has started. What it writes to standard output and standard error goes to files of its name,
 * {@code NAME.log} and {@code NAME.err}. Thread-safe.
 */
public final class ChildProcess {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Path errors;

    private ChildProcess(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
    }

    /** Starts a process whose standard output goes to a file. */
    public static ChildProcess start(String name, ProcessBuilder builder, Path folder) throws EnsembleException {
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
        return launch(name, builder, folder);
    }

    /** Starts a process each line of whose standard output goes to a reader, on a thread of its own. */
    public static ChildProcess start(String name, ProcessBuilder builder, Path folder, Consumer<String> reader)
            throws EnsembleException {
        ChildProcess child = launch(name, builder, folder);
        Thread thread = new Thread(() -> child.readLines(reader), "output-of-" + name);
        thread.setDaemon(true);
        thread.start();
        return child;
    }

    private static ChildProcess launch(String name, ProcessBuilder builder, Path folder) throws EnsembleException {
        Path errors = folder.resolve(name + ".err");
        try {
            Files.createDirectories(folder);
            // Not inherited: children must not compete for what is typed.
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.redirectError(ProcessBuilder.Redirect.to(errors.toFile()));
            return new ChildProcess(name, builder.start(), errors);
        } catch (IOException e) {
            throw new EnsembleException("can't start " + name + ": " + e.getMessage());
        }
    }

    private void readLines(Consumer<String> reader) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(reader);
        } catch (IOException | UncheckedIOException e) {
            // The process was killed: there is nothing more to read.
        }
    }

    /** Its name for people. */
    public String name() {
        return name;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code, once it has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Calls back when it has ended, at once if it has. */
    public void onExit(Runnable callback) {
        CompletableFuture<Void> unused = process.onExit().thenRun(callback);
    }

    /** SIGKILL; returns when it has ended. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGSTOP: it does nothing until {@link #resume}. */
    public void pause() throws EnsembleException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT; harmless when it runs or has ended. */
    public void resume() throws EnsembleException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws EnsembleException, InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new EnsembleException("can't send SIG" + signal + " to " + name + ": " + e.getMessage());
        }
    }

    /** SIGTERM; does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** SIGTERM, after ten seconds SIGKILL; returns when it has ended. Tells whether SIGTERM was enough. */
    public boolean stop() throws InterruptedException {
        process.destroy();
        boolean graceful = process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        kill();
        return graceful;
    }

    /** Waits for its end; false when it still runs at the deadline. */
    public boolean awaitEnd(Deadline deadline) throws InterruptedException {
        return process.waitFor(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last line that it wrote to standard error, or how it ended when there is none. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(errors).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.isEmpty()
                    ? "it ended with exit code " + process.exitValue()
                    : lines.get(lines.size() - 1).replaceFirst("^grove: ", "");
        } catch (IOException e) {
            return "it ended with exit code " + process.exitValue();
        }
    }
}
