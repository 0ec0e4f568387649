package io.grove.cli;

import io.grove.client.DeleteOptions;
import io.grove.client.GroveClient;
import io.grove.client.OperationResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grove rm}: deletes a znode. */
@Command(name = "rm", description = "Deletes a znode without children.")
final class RmCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(names = "--version", paramLabel = "N", description = "Only if its version is this one.")
    private @Nullable Long version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help and ends.")
    private boolean unusedHelp;

    @Override
    int run(GroveClient client) throws Exception {
        DeleteOptions options = version == null ? DeleteOptions.any() : DeleteOptions.ifVersion(version);
        OperationResult.Deleted deleted = client.blocking().delete(path, options);
        if (output().json()) {
            output().line(new JsonLine().put("path", path).put("zxid", deleted.zxid()));
        }
        return 0;
    }
}
