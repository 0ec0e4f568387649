package io.grove.cli;

import io.grove.client.Consistency;
import io.grove.client.ReadOptions;
import java.util.OptionalLong;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which znode a command reads, and how fresh. */
final class ReadArguments {
    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(
            names = "--consistency",
            paramLabel = "HOW",
            description = "session, linearizable or stale. Default: ${DEFAULT-VALUE}")
    private Consistency consistency = Consistency.LINEARIZABLE;

    String path() {
        return path;
    }

    ReadOptions options() {
        return new ReadOptions(consistency, 0, OptionalLong.empty(), null);
    }
}
