package io.grove.cli;

import io.grove.client.GroveClient;
import io.grove.client.GroveReader;
import org.jline.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands within the shell, and the one client that they share. */
@Command(
        name = "",
        description = "Commands of the shell. 'help COMMAND' tells more; Ctrl-D ends.",
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
            CommandLine.HelpCommand.class
        })
final class ShellRoot implements ClientSource {
    private final GroveClient client;
    private final ConnectionOptions connection;
    private final Terminal terminal;
    private boolean isLeaving;

    ShellRoot(GroveClient client, ConnectionOptions connection, Terminal terminal) {
        this.client = client;
        this.connection = connection;
        this.terminal = terminal;
    }

    @Command(
            name = "exit",
            aliases = {"quit"},
            description = "Ends the shell.")
    void leave() {
        isLeaving = true;
    }

    boolean isLeaving() {
        return isLeaving;
    }

    @Override
    public ConnectionOptions effective(ConnectionOptions own) {
        return connection;
    }

    @Override
    public GroveClient take(ConnectionOptions own) {
        return client;
    }

    @Override
    public GroveReader takeReader(ConnectionOptions own) {
        return client;
    }

    @Override
    public void giveBack(GroveReader taken) {
        // It goes on with the shell.
    }

    @Override
    public StopSignal takeStopSignal() {
        StopSignal signal = new StopSignal();
        terminal.handle(Terminal.Signal.INT, any -> signal.stop());
        return signal;
    }

    @Override
    public void giveBack(StopSignal signal) {
        terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_DFL);
    }

    @Override
    public boolean isSessionShared() {
        return true;
    }
}
