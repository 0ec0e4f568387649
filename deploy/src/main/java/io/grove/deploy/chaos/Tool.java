package io.grove.deploy.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.deploy.ensemble.EnsembleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the system's own programs. */
final class Tool {
    private static final long PATIENCE_SECONDS = 20;

    private Tool() {}

    /** Whether the path of programs has one of this name. */
    static boolean has(String program) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs a program; gives what it prints, refuses when it fails. */
    static String run(String... command) throws EnsembleException {
        return feed("", command);
    }

    /** The same with something to read. */
    static String feed(String input, String... command) throws EnsembleException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var target = process.getOutputStream()) {
                target.write(input.getBytes(UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new EnsembleException(String.join(" ", command) + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new EnsembleException(List.of(command) + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnsembleException("interrupted");
        }
    }

    /** Runs a program whose failure does not matter. */
    static void tryTo(String... command) {
        try {
            run(command);
        } catch (EnsembleException e) {
            // What was to be taken away is not there.
        }
    }
}
