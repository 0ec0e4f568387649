package io.grove.cli;

import io.grove.client.Credential;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveReader;
import org.jline.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
            ScanCommand.class,
            CountCommand.class,
            AclCommand.class,
            QuotaCommand.class,
            WatchCommand.class,
            SyncCommand.class,
            WhoAmICommand.class,
            SessionsCommand.class,
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

    @Command(
            name = "auth",
            description = "Proves an identity, such as digest:user:password, for the rest of the session.")
    int authenticate(
            @Parameters(paramLabel = "SCHEME:PROOF", converter = Texts.CredentialText.class) Credential credential)
            throws InterruptedException {
        Output output = new Output(terminal.writer(), terminal.writer(), connection.isJson());
        try {
            client.blocking().authenticate(credential).forEach(identity -> output.line(identity.toString()));
            return 0;
        } catch (GroveException e) {
            output.failure(e);
            return GroveCli.exitCode(e);
        }
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
