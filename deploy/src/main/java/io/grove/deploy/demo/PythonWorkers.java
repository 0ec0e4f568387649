package io.grove.deploy.demo;

import io.grove.deploy.ensemble.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The worker in a second language: Python, with stubs generated from the protos on the spot. Whether it can run depends
 * on what is installed; {@link #obstacle()} says why not.
 */
final class PythonWorkers {
    private static final String INSTALL =
            "Debian: apt-get install python3-grpcio protobuf-compiler protobuf-compiler-grpc libprotobuf-dev";

    private final Path examples;
    private final Path stubs;
    private final @Nullable String python;
    private final @Nullable String obstacle;

    private PythonWorkers(Path examples, Path stubs, @Nullable String python, @Nullable String obstacle) {
        this.examples = examples;
        this.stubs = stubs;
        this.python = python;
        this.obstacle = obstacle;
    }

    /** Looks for a Python with gRPC and generates the stubs into the folder. */
    static PythonWorkers prepare(Launcher launcher, Path folder) throws InterruptedException {
        Path examples = launcher.script()
                .resolveSibling("../examples/python")
                .toAbsolutePath()
                .normalize();
        Path stubs = folder.resolve("python-stubs");
        String python = findPython();
        String obstacle = null;
        if (python == null) {
            obstacle = "no python3 with gRPC is installed (" + INSTALL + ")";
        } else if (!succeeds(List.of(examples.resolve("generate.sh").toString(), stubs.toString()))) {
            obstacle = "the stubs could not be generated (" + INSTALL + ")";
        }
        return new PythonWorkers(examples, stubs, python, obstacle);
    }

    private static @Nullable String findPython() throws InterruptedException {
        String chosen = System.getenv("GROVE_PYTHON");
        List<String> candidates = chosen == null ? List.of("python3", "/usr/bin/python3") : List.of(chosen);
        for (String candidate : candidates) {
            if (succeeds(List.of(candidate, "-c", "import grpc, google.protobuf"))) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            // No such program.
            return false;
        }
    }

    /** Why no worker can run; null when one can. */
    @Nullable String obstacle() {
        return obstacle;
    }

    /** A worker, not started yet. */
    ProcessBuilder worker(String servers, String group, String name) {
        if (python == null || obstacle != null) {
            throw new IllegalStateException("no Python worker can run: " + obstacle);
        }
        ProcessBuilder builder = new ProcessBuilder(
                python,
                examples.resolve("worker.py").toString(),
                "--servers=" + servers,
                "--group=" + group,
                "--name=" + name);
        builder.environment().put("PYTHONPATH", stubs.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "yes");
        builder.environment().put(Launcher.STOP_WITH_PARENT, "yes");
        return builder;
    }
}
