package io.grove.deploy.chaos;

import io.grove.deploy.history.HistoryFile;
import io.grove.deploy.history.Violation;
import java.util.function.Consumer;

/** Violations for people. */
final class Evidence {
    private static final int LINE_MAX = 1000;

    private Evidence() {}

    static void print(Violation violation, Consumer<String> story) {
        story.accept("VIOLATED " + violation);
        violation.evidence().stream()
                .map(HistoryFile::line)
                .forEach(line ->
                        story.accept("    " + (line.length() > LINE_MAX ? line.substring(0, LINE_MAX) + "..." : line)));
    }
}
