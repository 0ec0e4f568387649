package io.grove.deploy.system;

import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.time.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The distribution that the build has assembled, and its commands. */
final class Distribution {
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(90);

    private Distribution() {}

    /**
     * What a command gave.
     *
     * @param exitCode its exit code
     * @param out its standard output
     * @param err its standard error
     */
    record Outcome(int exitCode, String out, String err) {
        /** The lines of standard error that say something. */
        List<String> errorLines() {
            return err.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    /** Its launcher. */
    static Launcher launcher() {
        return new Launcher(home().resolve("bin").resolve("grove")).shortLived();
    }

    /** Its folder. */
    static Path home() {
        try (Stream<Path> built = Files.list(Path.of("target").toAbsolutePath())) {
            return built.filter(
                            folder -> Files.isExecutable(folder.resolve("bin").resolve("grove")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no distribution in target: run `mvn package` first"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    static Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(launcher().command(List.of(arguments)));
    }

    /** Runs a process to its end, or kills it when it takes too long. */
    static Outcome run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("grove-it", ".out");
        Path err = Files.createTempFile("grove-it", ".err");
        Process process = builder.redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            boolean ended = process.waitFor(COMMAND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            Outcome outcome = new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            if (!ended) {
                throw new AssertionError(builder.command() + " did not end within " + COMMAND_LIMIT + ": " + outcome);
            }
            return outcome;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** A command that goes on until the test ends it, with its standard output and error in files. */
    static Process start(Path out, Path err, String... arguments) throws IOException {
        return launcher()
                .command(new ArrayList<>(List.of(arguments)))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /** Enough for anything that starts on a busy machine. */
    static Deadline patience() {
        return Deadline.after(Duration.ofSeconds(60));
    }
}
