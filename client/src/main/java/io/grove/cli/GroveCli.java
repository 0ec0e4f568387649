package io.grove.cli;

import io.grove.Grove;
import io.grove.cli.Reachability.NobodyListens;
import io.grove.client.ClientConfig;
import io.grove.client.Credential;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The client commands of {@code grove}. Other modules add theirs: {@code GroveCli.commandLine(new ServerCommand())}.
 *
 * <p>Exit codes: 0 done; 1 the operation was refused; 2 usage; 3 no connection, no leader, or no answer in time; 4
 * internal; 5 ({@code status} only) the ensemble works, but not all of it.
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
            ScanCommand.class,
            CountCommand.class,
            AclCommand.class,
            QuotaCommand.class,
            WatchCommand.class,
            SyncCommand.class,
            WhoAmICommand.class,
            SessionsCommand.class,
            MembersCommand.class,
            BackupCommand.class,
            UpgradeCommand.class,
            StatusCommand.class,
            ShellCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 refused by the ensemble, 2 usage, 3 no connection, no leader or no answer in time,",
            "4 internal, 5 (status) the ensemble works, but not all of it."
        })
public final class GroveCli implements ClientSource {
    /** The operation was refused. */
    public static final int REFUSED = 1;

    /** Wrong usage or configuration. */
    public static final int USAGE = 2;

    /** No member could be reached, there is no leader, or none answered in time. */
    public static final int NO_CONNECTION = 3;

    /** Something went wrong that is nobody's fault but the program's. */
    public static final int INTERNAL = 4;

    /** The ensemble works, but a member does not answer, or differs from the others. */
    public static final int DEGRADED = 5;

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
            command.getErr().println("grove: " + message(failure));
            command.getErr().flush();
            return USAGE;
        });
        return line;
    }

    /** One line about what is wrong with the arguments, and where to read more. */
    private static String message(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String help = name.isEmpty() ? "help" : name + " --help";
        if (failure instanceof UnmatchedArgumentException unmatched
                && !command.getSubcommands().isEmpty()
                && !unmatched.isUnknownOption()) {
            String given = unmatched.getUnmatched().get(0);
            // A slip of the finger seldom changes the first letter.
            String suggestions = unmatched.getSuggestions().stream()
                    .filter(other -> !given.isEmpty() && other.charAt(0) == given.charAt(0))
                    .limit(3)
                    .collect(Collectors.joining("' or '"));
            return "there is no command '" + given + "'"
                    + (suggestions.isEmpty() ? "" : ", did you mean '" + suggestions + "'?")
                    + " ('" + help + "' lists them)";
        }
        String message = String.valueOf(failure.getMessage()).lines().collect(Collectors.joining(" "));
        return message + " ('" + help + "' tells more)";
    }

    private static int exitCode(Exception failure, CommandLine command) {
        if (failure instanceof ParameterException) {
            command.getErr().println("grove: " + failure.getMessage());
            command.getErr().flush();
            return USAGE;
        }
        if (command.getCommand() instanceof ConnectedCommand client) {
            if (failure instanceof NobodyListens nobody) {
                client.output().failure("NO_CONNECTION", String.valueOf(nobody.getMessage()), Optional.empty());
                return NO_CONNECTION;
            }
            if (failure instanceof GroveException refused) {
                GroveException explained = client.explained(refused);
                client.output().failure(explained);
                return exitCode(explained);
            }
        }
        command.getErr().println("grove: internal error: " + failure);
        command.getErr().flush();
        return INTERNAL;
    }

    /** The exit code that says the same as this failure. */
    public static int exitCode(GroveException failure) {
        return switch (failure.reason()) {
            case REQUEST_TIMEOUT, TLS_FAILED, OUTCOME_UNKNOWN, SESSION_EXPIRED, NO_LEADER, CLOSED -> NO_CONNECTION;
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
        Reachability.require(own.servers(), own.waiting());
        return Grove.connect(own.clientConfig());
    }

    @Override
    public GroveReader takeReader(ConnectionOptions own) {
        Reachability.require(own.servers(), own.waiting());
        ClientConfig config = own.clientConfig();
        List<Credential> credentials = config.identity().credentials();
        boolean isBasic = credentials.stream().allMatch(c -> c.scheme().equals("digest")) && credentials.size() <= 1;
        return isBasic ? Grove.reader(config) : Grove.connect(config);
    }

    /** Only now, with the session closed, may a process that was told to end do so. */
    @Override
    public void giveBack(GroveReader taken) {
        taken.close();
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
