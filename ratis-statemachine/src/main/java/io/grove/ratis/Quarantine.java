package io.grove.ratis;

import io.grove.ratis.StartRefusedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A member whose state was found to differ from the others' says so in its data folder, and does not start with it
 * again: what is wrong may be in its snapshot, and it would serve it until it is found once more.
 */
final class Quarantine {
    private static final String FILE = "grove.diverged";

    private Quarantine() {}

    static void begin(Path folder, String reason) throws IOException {
        String text = "# Written by Grove when it stopped: " + reason + "\n"
                + "# While this file is here the member does not start.\n";
        DurableFiles.replace(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    }

    static void check(Path folder) throws StartRefusedException {
        if (Files.exists(folder.resolve(FILE))) {
            throw new StartRefusedException(
                    Reason.DIVERGED,
                    "data folder " + folder + " is of a member whose state differed from the others' (file " + FILE
                            + " says how): remove the member and add it again with an empty data folder, or delete the"
                            + " file to try again with what is there");
        }
    }
}
