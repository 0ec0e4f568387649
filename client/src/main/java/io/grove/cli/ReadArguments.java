package io.grove.cli;

import io.grove.client.Consistency;
import io.grove.client.ReadOptions;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which znode a command reads, and how fresh. */
final class ReadArguments {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Picocli sets it before it calls.
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(
            names = "--consistency",
            paramLabel = "HOW",
            description = "session, linearizable or stale. Default: ${DEFAULT-VALUE}")
    private Consistency consistency = Consistency.LINEARIZABLE;

    @Option(
            names = "--at-zxid",
            paramLabel = "ZXID",
            description = "As it was at this zxid; refused with COMPACTED when that is too long ago.")
    private @Nullable Long atZxid;

    String path() {
        return path;
    }

    ReadOptions options() {
        if (atZxid != null && atZxid < 0) {
            throw new ParameterException(spec.commandLine(), "--at-zxid " + atZxid + " is negative");
        }
        return new ReadOptions(consistency, 0, atZxid == null ? OptionalLong.empty() : OptionalLong.of(atZxid), null);
    }
}
