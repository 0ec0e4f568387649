package io.grove.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes of durable formats that are checked in under {@code golden/}, each with a text that says what is in them. They
 * are added, never changed: {@code -Dgoldens.write=true} writes those that do not exist.
 */
public final class Goldens {
    private static final Path SOURCES = Path.of("src/test/resources/golden");

    private Goldens() {}

    /** The bytes of one. */
    public static byte[] bytes(String name) {
        return resource(name + ".bin");
    }

    /** Fails unless the golden's text describes the value that its bytes were decoded to. */
    public static void assertDescribes(String name, String decoded) {
        assertThat(decoded).isEqualTo(new String(resource(name + ".txt"), StandardCharsets.UTF_8));
    }

    /** Writes a golden if that was asked for and it does not exist. */
    public static void writeIfMissing(String name, byte[] bytes, String described) {
        if (Boolean.getBoolean("goldens.write") && !Files.exists(SOURCES.resolve(name + ".bin"))) {
            try {
                Files.write(SOURCES.resolve(name + ".bin"), bytes);
                Files.writeString(SOURCES.resolve(name + ".txt"), described);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Files.exists(SOURCES.resolve(name))
                ? Files.newInputStream(SOURCES.resolve(name))
                : Goldens.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no golden " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
