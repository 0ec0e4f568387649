package io.grove.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of this program, as the build has written it down. */
public final class ServerVersion {
    private ServerVersion() {}

    /** Reads it, such as {@code 1.2.0}. */
    public static String read() {
        try (InputStream in = Objects.requireNonNull(ServerVersion.class.getResourceAsStream("version.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("version.txt is part of the program", e);
        }
    }
}
