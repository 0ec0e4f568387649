package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.testing.ScenarioFile;
import io.grove.testing.ScenarioPlayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays the scenarios under {@code src/test/resources/scenarios}. {@code -Dscenarios.rewrite=true} writes the answers
 * of the machine into the files: read the difference, and commit it only if you know why each answer is right.
 */
final class ScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
    }

    @Test
    void everyScenarioSaysWhatItShows() throws IOException {
        assertThat(files()).hasSizeGreaterThan(10);
        for (Path file : files()) {
            assertThat(Files.readString(file)).as(file.toString()).startsWith("# ");
        }
    }

    @Test
    void wrongAnswerIsFound() {
        String text = "create /a\n    zxid 1: created /b\n";

        assertThat(ScenarioFile.play(text, new ScenarioPlayer()::play))
                .isEqualTo("create /a\n    zxid 1: created /a\n");
    }

    private static void play(Path file) throws IOException {
        String expected = Files.readString(file);
        String actual = ScenarioFile.play(expected, new ScenarioPlayer()::play);
        if (Boolean.getBoolean("scenarios.rewrite")) {
            Files.writeString(file, actual);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }
}
