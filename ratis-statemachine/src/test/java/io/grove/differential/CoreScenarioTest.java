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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scenarios of the core, on a real ZooKeeper as well. What only Grove has is left out on both sides: fencing, the
 * exactly-once rules, the leader's own commands, and what {@link CoreCommands} names.
 */
final class CoreScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
    private static final int STEPS_MIN = 500;

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
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder.resolve(file.getFileName()));
                Target zooKeeper = new ZooKeeperTarget(server, false);
                Target grove = new GroveCore(true)) {
            Both both = new Both(zooKeeper, grove);
            both.play("auth main digest \"" + EmbeddedZooKeeper.SUPER_CREDENTIAL + '"');
            ScenarioFile.play(Files.readString(file), command -> {
                both.playIfBothCan(command);
                return List.of();
            });
            both.differences.forEach(each -> differences.add(file.getFileName() + ": " + each));
            return both.stepCount;
        }
    }

    /** Both systems, in the same state. */
    private static final class Both {
        private final Target zooKeeper;
        private final Target grove;
        private final Set<String> open = new HashSet<>(Set.of(Step.MAIN));
        private final List<String> differences = new ArrayList<>();
        private int stepCount;

        Both(Target zooKeeper, Target grove) {
            this.zooKeeper = zooKeeper;
            this.grove = grove;
        }

        void playIfBothCan(String command) {
            if (!CoreCommands.isForBoth(command)) {
                return;
            }
            List<String> introduction = CoreCommands.introduction(command);
            String text = CoreCommands.step(command);
            Step step = Step.parse(0, text);
            if (!introduction.isEmpty() && open.add(step.sender())) {
                introduction.forEach(this::play);
            }
            if (!open.contains(step.sender())) {
                return;
            }
            play(text);
            if (step.op() instanceof Op.Open opened) {
                open.add(opened.name());
            } else if (step.op() instanceof Op.Close) {
                open.remove(step.sender());
            }
        }

        void play(String text) {
            Step step = Step.parse(++stepCount, text);
            List<String> expected = zooKeeper.submit(step).get();
            List<String> actual = grove.submit(step).get();
            if (!actual.equals(expected)) {
                differences.add(text + ": ZooKeeper " + expected + ", Grove " + actual);
            }
        }
    }
}
