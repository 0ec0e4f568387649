package io.grove.deploy.snapshot;

import io.grove.cli.GroveCli;
import io.grove.cli.JsonLine;
import io.grove.codec.FormatException;
import io.grove.machine.MachineState;
import io.grove.snapshot.SnapshotReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that reads a whole snapshot file first. */
abstract class SnapshotFileCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 256 << 10;

    @Parameters(index = "0", paramLabel = "FILE", description = "A backup, or a snapshot of a member.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Answers and errors as JSON objects, one a line.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Says what is in it. */
    abstract int run(MachineState state, long bytes) throws IOException;

    @Override
    public final Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "there is no file " + file);
        }
        MachineState state;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            state = SnapshotReader.read(in);
        } catch (FormatException e) {
            return refused("BAD_SNAPSHOT", file + ": " + e.getMessage());
        }
        return run(state, Files.size(file));
    }

    final int refused(String reason, String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                isJson
                        ? new JsonLine()
                                .put("error", reason)
                                .put("message", message)
                                .toString()
                        : "grove: " + reason + ": " + message);
        err.flush();
        return GroveCli.REFUSED;
    }

    final boolean isJson() {
        return isJson;
    }

    final Path file() {
        return file;
    }

    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    final void line(Object line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
