package io.grove.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.testing.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scenarios of the core, on a real ZooKeeper as well. What only Grove has is left out on both sides: fencing, the
 * exactly-once rules, the leader's own commands.
 */
final class CoreScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
    private static final int STEPS_MIN = 250;
    private static final Pattern PLAYED =
            Pattern.compile("(create|delete|set|multi|stat|get|ls|open-session|close)\\b.*", Pattern.DOTALL);
    private static final Pattern ONLY_GROVE = Pattern.compile(
            ".*\\b((number|epoch|acknowledged|owner|internal|delete-tree|set-acl|set-quota|check-not-exists)\\b"
                    + "|(as|acl|mzxid|if-exists|parents|times|ephemerals)=).*",
            Pattern.DOTALL);

    /** ZooKeeper begins to count the lists of its configuration at -1. */
    private static final Pattern COUNTED_OTHERWISE = Pattern.compile("(stat|get) /zookeeper/config");

    /** ZooKeeper refuses reads among writes. */
    private static final Pattern READING_MULTI = Pattern.compile("multi.*\n\\s*(stat|get|ls) .*", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void zooKeeperAnswersAlike() throws IOException {
        List<String> differences = new ArrayList<>();
        int stepCount = 0;
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                stepCount += play(file, differences);
            }
        }

        assertThat(differences).isEmpty();
        assertThat(stepCount).isGreaterThan(STEPS_MIN);
    }

    private int play(Path file, List<String> differences) throws IOException {
        Set<String> open = new HashSet<>(Set.of(Step.MAIN));
        List<Step> steps = new ArrayList<>();
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder.resolve(file.getFileName()));
                Target zooKeeper = new ZooKeeperTarget(server, false);
                Target grove = new GroveCore(true)) {
            ScenarioFile.play(Files.readString(file), command -> {
                if (isPlayed(command, open)) {
                    Step step = Step.parse(steps.size() + 1, command);
                    steps.add(step);
                    List<String> expected = zooKeeper.submit(step).get();
                    List<String> actual = grove.submit(step).get();
                    if (!actual.equals(expected)) {
                        differences.add(
                                file.getFileName() + ": " + command + ": ZooKeeper " + expected + ", Grove " + actual);
                    }
                }
                return List.of();
            });
        }
        return steps.size();
    }

    private static boolean isPlayed(String command, Set<String> open) {
        if (!PLAYED.matcher(command).matches()
                || ONLY_GROVE.matcher(command).matches()
                || COUNTED_OTHERWISE.matcher(command).matches()
                || READING_MULTI.matcher(command).matches()) {
            return false;
        }
        Step step = Step.parse(0, command);
        if (!open.contains(step.sender())) {
            return false;
        }
        if (step.op() instanceof Op.Open opened) {
            open.add(opened.name());
        } else if (step.op() instanceof Op.Close) {
            open.remove(step.sender());
        }
        return true;
    }
}
