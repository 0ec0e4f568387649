package io.grove.deploy;

import io.grove.server.ServerMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code grove server}: one member. Its flags are the server's own and go there as they are. */
@Command(
        name = "server",
        description =
                "Runs one member. Takes its settings from flags --key=value, from variables GROVE_KEY and from the"
                        + " file that --config names; the documentation of the configuration lists them.",
        footer = {"", "Exit codes: 0 stopped, 2 configuration, 4 it could not start or can't go on."})
final class ServerCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Override
    public Integer call() {
        return ServerMain.run(flags);
    }
}
