package io.grove.server.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.differential.Differences;
import io.grove.differential.DifferentialFile;
import io.grove.differential.EmbeddedZooKeeper;
import io.grove.differential.Target;
import io.grove.differential.ZooKeeperTarget;
import io.grove.server.ServerStartException;
import io.grove.server.testing.TestEnsemble;
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
 * Plays the scenarios under {@code src/test/resources/differential} on a real ZooKeeper and on a real member, events
 * included. {@code -Dscenarios.rewrite=true} writes the answers into the files: every {@code differs} that comes up is
 * a defect, or becomes a row of {@code docs/zookeeper-differences.md} with its reason.
 */
final class DifferentialWatchTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/differential");

    @TempDir
    private Path folder;

    @Test
    void bothSystemsSendTheSameEvents() throws IOException, ServerStartException {
        Set<String> differences = new TreeSet<>();
        for (Path file : files()) {
            differences.addAll(play(file));
        }

        assertThat(differences).isEqualTo(Differences.documented("Watches"));
    }

    private Set<String> play(Path file) throws IOException, ServerStartException {
        String name = file.getFileName().toString();
        String expected = Files.readString(file);
        try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder.resolve(name + "-zookeeper"));
                TestEnsemble ensemble = TestEnsemble.start(folder.resolve(name + "-grove"), 1);
                Target zooKeeper = new ZooKeeperTarget(server, true);
                Target grove = new MemberTarget(ensemble.channel("m1"))) {
            DifferentialFile player = new DifferentialFile(zooKeeper, grove);
            String actual = player.play(expected);
            if (Boolean.getBoolean("scenarios.rewrite")) {
                Files.writeString(file, actual);
            } else {
                assertThat(actual).as(name).isEqualTo(expected);
            }
            return player.differences();
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
