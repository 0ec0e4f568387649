package io.grove.cli;

import io.grove.client.GroveReader;
import io.grove.client.Znode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grove get}: the data of a znode. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "Prints the data of a znode: as text, or as hexadecimal digits when it is none.")
final class GetCommand extends ReaderCommand {
    @Mixin
    private final ReadArguments read = new ReadArguments();

    @Option(names = "--stat", description = "With its metadata.")
    private boolean withStat;

    @Override
    int run(GroveReader reader) throws Exception {
        Znode znode = reader.blocking().get(read.path(), read.options());
        if (output().json()) {
            JsonLine line = Output.forPrograms(new JsonLine().put("path", read.path()), znode.data())
                    .put("zxid", znode.zxid());
            output().line(withStat ? Output.stat(line, znode.stat()) : line);
            return 0;
        }
        output().line(Output.forPeople(znode.data()));
        if (withStat) {
            output().table(Output.stat(znode.stat()));
        }
        return 0;
    }
}
