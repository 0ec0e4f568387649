package io.grove.cli;

import io.grove.client.GroveClient;
import io.grove.client.OperationResult;
import io.grove.client.SetOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grove set}: new data for a znode. */
@Command(name = "set", description = "Sets the data of a znode.")
final class SetCommand extends ClientCommand {
    @Mixin
    private final WriteArguments write = new WriteArguments();

    @Option(names = "--version", paramLabel = "N", description = "Only if its version is this one.")
    private @Nullable Long version;

    @Option(names = "--mzxid", paramLabel = "ZXID", description = "Only if its mzxid is this one.")
    private @Nullable Long mzxid;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help and ends.")
    private boolean unusedHelp;

    @Override
    int run(GroveClient client) throws Exception {
        SetOptions options = new SetOptions(Output.optional(version), Output.optional(mzxid));
        OperationResult.Updated updated = client.blocking().set(write.path(), write.bytes(), options);
        if (output().json()) {
            output().line(new JsonLine()
                    .put("path", write.path())
                    .put("version", updated.stat().version())
                    .put("zxid", updated.zxid()));
        } else {
            output().line("version " + updated.stat().version());
        }
        return 0;
    }
}
