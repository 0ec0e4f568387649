package io.grove.cli;

import io.grove.client.GroveReader;
import picocli.CommandLine.Command;

/** {@code grove sync}: waits until a member has caught up. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = "Waits until the member has applied all that was acknowledged before, and prints the zxid.")
final class SyncCommand extends ReaderCommand {
    @Override
    int run(GroveReader reader) throws Exception {
        long zxid = reader.blocking().sync();
        if (output().json()) {
            output().line(new JsonLine().put("zxid", zxid));
        } else {
            output().line("zxid " + zxid);
        }
        return 0;
    }
}
