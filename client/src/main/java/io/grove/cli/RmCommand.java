package io.grove.cli;

import io.grove.client.DeleteOptions;
import io.grove.client.DeleteTreeOptions;
import io.grove.client.GroveClient;
import io.grove.client.OperationResult;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grove rm}: deletes a znode. */
@Command(name = "rm", description = "Deletes a znode: one without children, or with -r a whole subtree.")
final class RmCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(names = "--version", paramLabel = "N", description = "Only if its version is this one.")
    private @Nullable Long version;

    @Option(names = "--mzxid", paramLabel = "ZXID", description = "Only if its mzxid is this one.")
    private @Nullable Long mzxid;

    @Option(
            names = {"-r", "--recursive"},
            description = "With all its descendants, all at once or none.")
    private boolean isRecursive;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help and ends.")
    private boolean unusedHelp;

    @Override
    int run(GroveClient client) throws Exception {
        OptionalLong expectedVersion = Output.optional(version);
        OptionalLong expectedMzxid = Output.optional(mzxid);
        if (isRecursive) {
            OperationResult.TreeDeleted deleted =
                    client.blocking().deleteTree(path, new DeleteTreeOptions(expectedVersion, expectedMzxid, 0));
            if (output().json()) {
                output().line(new JsonLine()
                        .put("path", path)
                        .put("deleted", deleted.deleted())
                        .put("zxid", deleted.zxid()));
            } else {
                output().line("deleted " + deleted.deleted());
            }
            return 0;
        }
        OperationResult.Deleted deleted =
                client.blocking().delete(path, new DeleteOptions(expectedVersion, expectedMzxid));
        if (output().json()) {
            output().line(new JsonLine().put("path", path).put("zxid", deleted.zxid()));
        }
        return 0;
    }
}
