package io.grove.deploy.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's first command, but for the build. */
class DemoIT {
    @Test
    void everyClaimHolds(@TempDir Path folder) throws Exception {
        Distribution.Outcome outcome = Distribution.run("demo", "--json", "--data=" + folder);

        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        assertThat(outcome.out().lines())
                .singleElement()
                .asString()
                .contains("\"ok\":true", "\"violations\":0", "\"digest\":\"", "\"new_leader\":\"m");
        assertThat(outcome.err()).contains("[8/8]", "All claims held");
        assertThat(Files.readString(folder.resolve("changes.log"))).contains("CREATED /demo/workers/ash");
    }

    @Test
    void aFolderThatIsNotEmptyIsRefused(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("mine"));

        Distribution.Outcome outcome = Distribution.run("demo", "--data=" + folder);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errorLines()).singleElement().asString().contains("not empty");
        assertThat(folder.resolve("mine")).exists();
    }
}
