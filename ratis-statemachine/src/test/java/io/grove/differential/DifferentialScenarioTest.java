package io.grove.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the scenarios under {@code src/test/resources/differential} on a real ZooKeeper and on the machine.
 * {@code -Dscenarios.rewrite=true} writes the answers into the files: every {@code differs} that comes up is a defect,
 * or becomes a row of {@code docs/zookeeper-differences.md} with its reason.
 */
final class DifferentialScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/differential");
    private static final int STEPS_MIN = 300;

    @TempDir
    private Path folder;

    @Test
    void bothSystemsAnswerAlike() throws IOException {
        Set<String> differences = new TreeSet<>();
        int stepCount = 0;
        for (Path file : files()) {
            DifferentialFile played = play(file);
            differences.addAll(played.differences());
            stepCount += played.stepCount();
        }

        assertThat(differences).isEqualTo(Differences.documented("The data model"));
        assertThat(stepCount).isGreaterThan(STEPS_MIN);
    }

    @Test
    void differenceIsFound(@TempDir Path data) {
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(data);
                Target zooKeeper = new ZooKeeperTarget(server, false);
                Target grove = new GroveCore(true)) {
            grove.submit(Step.parse(0, "create /a"));

            assertThat(new DifferentialFile(zooKeeper, grove).play("count /\ncreate /b\ncreate /a\n"))
                    .endsWith("""
                            create /a
                                differs: unknown
                                zookeeper: #3 created /a: c=#3 m=#3 p=#3 v=0/0/0 length=0 children=0
                                grove:     #3 NODE_EXISTS
                            """);
        }
    }

    private DifferentialFile play(Path file) throws IOException {
        String expected = Files.readString(file);
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder.resolve(file.getFileName()));
                Target zooKeeper = new ZooKeeperTarget(server, false);
                Target grove = new GroveCore(true)) {
            DifferentialFile player = new DifferentialFile(zooKeeper, grove);
            String actual = player.play(expected);
            if (Boolean.getBoolean("scenarios.rewrite")) {
                Files.writeString(file, actual);
            } else {
                assertThat(actual).as(file.toString()).isEqualTo(expected);
            }
            return player;
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
