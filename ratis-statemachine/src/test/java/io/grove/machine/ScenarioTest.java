package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.ErrorCode;
import io.grove.testing.ScenarioFile;
import io.grove.testing.ScenarioPlayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern REFUSAL = Pattern.compile("(?m)^    zxid \\d+: (?:as at zxid \\d+: )?([A-Z_]{2,})\\b");

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
    void everyErrorOfTheMachineIsShown() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Path file : files()) {
            Matcher answer = REFUSAL.matcher(Files.readString(file));
            while (answer.find()) {
                shown.add(answer.group(1));
            }
        }

        Set<String> all = new TreeSet<>();
        for (ErrorCode code : ErrorCode.values()) {
            all.add(code.name());
        }
        // For front doors, which answer each operation of a failed multi.
        all.remove(ErrorCode.RUNTIME_INCONSISTENCY.name());
        assertThat(shown).isEqualTo(all);
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
