package io.grove.cli;

import io.grove.client.Descendants;
import io.grove.client.GroveReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grove count}: how much is below a znode. */
@Command(
        name = "count",
        mixinStandardHelpOptions = true,
        description = "Prints how many descendants a znode has, and the bytes of their data and its own.")
final class CountCommand extends ReaderCommand {
    @Mixin
    private final ReadArguments read = new ReadArguments();

    @Override
    int run(GroveReader reader) throws Exception {
        Descendants below = reader.blocking().countDescendants(read.path(), read.options());
        if (output().json()) {
            output().line(new JsonLine()
                    .put("path", read.path())
                    .put("descendants", below.count())
                    .put("data_bytes", below.dataBytes())
                    .put("zxid", below.zxid()));
        } else {
            output().table(new TextTable("descendants", Long.toString(below.count()))
                    .row("data bytes", below.dataBytes()));
        }
        return 0;
    }
}
