package io.grove.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pages of the repository that are made from code. */
public final class RepositoryFiles {
    private RepositoryFiles() {}

    /** Refuses a page in which the generated part is not as it is here; {@code -Ddocs.print=true} prints it. */
    public static void assertContains(String page, String generated) throws IOException {
        Path file = root().resolve(page);
        if (Boolean.getBoolean("docs.print")) {
            Files.writeString(Path.of("target", file.getFileName() + ".generated"), generated);
        }
        assertThat(Files.readString(file))
                .as("%s has to contain the generated table; -Ddocs.print=true writes it below target", page)
                .contains(generated);
    }

    /** The folder of the checkout. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
