package io.grove.cli;

import io.grove.client.Existence;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.GroveReader;
import io.grove.client.Stat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grove stat}: the metadata of a znode. */
@Command(name = "stat", mixinStandardHelpOptions = true, description = "Prints the metadata of a znode.")
final class StatCommand extends ReaderCommand {
    @Mixin
    private final ReadArguments read = new ReadArguments();

    @Override
    int run(GroveReader reader) throws Exception {
        Existence existence = reader.blocking().exists(read.path(), read.options());
        Stat stat = existence
                .stat()
                .orElseThrow(() -> new GroveException(
                        Reason.NO_NODE, "there is no znode " + read.path(), GroveException.Facts.ofPath(read.path())));
        if (output().json()) {
            output().line(Output.stat(new JsonLine().put("path", read.path()), stat)
                    .put("zxid", existence.zxid()));
        } else {
            output().table(Output.stat(stat));
        }
        return 0;
    }
}
