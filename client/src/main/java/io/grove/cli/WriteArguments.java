package io.grove.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which znode a command writes, and its data: as an argument or from a file. */
final class WriteArguments {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Picocli sets it before it calls.
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = "Its data, as text.")
    private @Nullable String text;

    @Option(names = "--file", paramLabel = "FILE", description = "Its data is the content of this file.")
    private @Nullable Path file;

    String path() {
        return path;
    }

    /** The data, null when none is given. */
    byte @Nullable [] bytes() {
        if (text != null && file != null) {
            throw new ParameterException(spec.commandLine(), "DATA and --file exclude each other");
        }
        if (file == null) {
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
            throw new ParameterException(spec.commandLine(), "can't read " + file + ": " + why, e);
        }
    }
}
