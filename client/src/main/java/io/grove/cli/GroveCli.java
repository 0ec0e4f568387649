package io.grove.cli;

import io.grove.Grove;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The client commands of {@code grove}. Other modules add theirs: {@code GroveCli.commandLine(new ServerCommand())}.
 *
 * <p>Exit codes: 0 done; 1 the operation was refused; 2 usage; 3 no connection or no answer in time; 4 internal.
 */
@Command(
        name = "grove",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Grove, a replicated coordination service.",
        subcommands = {
            LsCommand.class,
            GetCommand.class,
            CreateCommand.class,
            SetCommand.class,
            RmCommand.class,
            StatCommand.class,
            WatchCommand.class,
            SyncCommand.class,
            StatusCommand.class,
            ShellCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 refused by the ensemble, 2 usage, 3 no connection or no answer in time, 4 internal."
        })
public final class GroveCli implements ClientSource {
    /** The operation was refused. */
    public static final int REFUSED = 1;

    /** Wrong usage or configuration. */
    public static final int USAGE = 2;

    /** No member could be reached, or none answered in time. */
    public static final int NO_CONNECTION = 3;

    /** Something went wrong that is nobody's fault but the program's. */
    public static final int INTERNAL = 4;

    private final Consumer<Thread> shutdownHooks;
    private @Nullable StopSignal signal;

    private GroveCli(Consumer<Thread> shutdownHooks) {
        this.shutdownHooks = shutdownHooks;
    }

    /** The command line with the client commands and these. */
    public static CommandLine commandLine(Object... more) {
        return commandLine(Runtime.getRuntime()::addShutdownHook, more);
    }

    /** The same, with someone else who runs what is to be done when the process is told to end. */
    static CommandLine commandLine(Consumer<Thread> shutdownHooks, Object... more) {
        CommandLine line = new CommandLine(new GroveCli(shutdownHooks));
        for (Object command : more) {
            line.addSubcommand(command);
        }
        return configured(line);
    }

    /** Sets what all command trees have in common: errors are one line, and their exit codes. */
    static CommandLine configured(CommandLine line) {
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> exitCode(failure, command));
        line.setParameterExceptionHandler((failure, args) -> {
            CommandLine command = failure.getCommandLine();
            String message = String.valueOf(failure.getMessage()).lines().collect(Collectors.joining(" "));
            String name = command.getCommandSpec().qualifiedName();
            command.getErr().println("grove: " + message + " ('" + name + " --help' tells more)");
            command.getErr().flush();
            return USAGE;
        });
        return line;
    }

    private static int exitCode(Exception failure, CommandLine command) {
        if (failure instanceof ParameterException) {
            command.getErr().println("grove: " + failure.getMessage());
            command.getErr().flush();
            return USAGE;
        }
        if (command.getCommand() instanceof ConnectedCommand client && failure instanceof GroveException refused) {
            client.output().failure(refused);
            return exitCode(refused);
        }
        command.getErr().println("grove: internal error: " + failure);
        command.getErr().flush();
        return INTERNAL;
    }

    /** The exit code that says the same as this failure. */
    public static int exitCode(GroveException failure) {
        return switch (failure.reason()) {
            case REQUEST_TIMEOUT, OUTCOME_UNKNOWN, SESSION_EXPIRED, NO_LEADER, CLOSED -> NO_CONNECTION;
            case INTERNAL -> INTERNAL;
            default -> REFUSED;
        };
    }

    @Override
    public ConnectionOptions effective(ConnectionOptions own) {
        return own;
    }

    @Override
    public GroveClient take(ConnectionOptions own) {
        return Grove.connect(own.clientConfig());
    }

    /** Only now, with the session closed, may a process that was told to end do so. */
    @Override
    public void giveBack(GroveClient client) {
        client.close();
        if (signal != null) {
            signal.finished();
        }
    }

    @Override
    public StopSignal takeStopSignal() {
        StopSignal taken = new StopSignal();
        shutdownHooks.accept(taken.shutdownHook());
        signal = taken;
        return taken;
    }

    @Override
    public void giveBack(StopSignal taken) {
        // The process ends with its one command, after the client was given back.
    }

    @Override
    public boolean isSessionShared() {
        return false;
    }
}
