package io.grove.cli;

import io.grove.client.BlockingScan;
import io.grove.client.GroveReader;
import io.grove.client.ScanOptions;
import io.grove.client.ScannedZnode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grove scan}: a part of the tree as it is at one moment. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a znode and all its descendants as they are at one zxid: a parent before its children.",
            "What may not be read is left out."
        })
final class ScanCommand extends ReaderCommand {
    @Mixin
    private final ReadArguments read = new ReadArguments();

    @Option(names = "--depth", paramLabel = "N", description = "Only so many levels below the znode. Default: all")
    private @Nullable Integer depth;

    @Option(names = "--data", description = "With their data.")
    private boolean withData;

    @Option(
            names = {"-l", "--stat"},
            description = "With their metadata.")
    private boolean withStat;

    @Override
    int run(GroveReader reader) {
        if (depth != null && depth < 0) {
            throw wrongUsage("--depth " + depth + " is negative");
        }
        ScanOptions options = new ScanOptions(depth == null ? OptionalInt.empty() : OptionalInt.of(depth), withData, 0);
        try (BlockingScan scan = reader.blocking().scan(read.path(), options, read.options())) {
            while (scan.hasNext()) {
                print(scan.next());
            }
        }
        return 0;
    }

    private void print(ScannedZnode znode) {
        if (output().json()) {
            JsonLine line = new JsonLine().put("path", znode.path());
            if (withData) {
                Output.forPrograms(line, znode.data());
            }
            output().line(withStat ? Output.stat(line, znode.stat()) : line);
            return;
        }
        String stat = withStat
                ? String.format(
                        "%-10s %6d %8d  ",
                        Output.kind(znode.stat()),
                        znode.stat().version(),
                        znode.stat().dataLength())
                : "";
        output().line(stat + znode.path() + (withData ? "  " + Output.forPeople(znode.data()) : ""));
    }
}
