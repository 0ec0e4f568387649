package io.grove.cli;

import io.grove.Grove;
import io.grove.client.GroveClient;
import io.grove.client.SessionEvent;
import java.io.IOException;
import java.io.PrintWriter;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.SyntaxError;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code grove shell}: the client commands, interactively, in one session. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = {
            "Takes the client commands interactively, with completion of commands and paths.",
            "All of them share one session: an ephemeral lives until the shell ends."
        })
final class ShellCommand extends ConnectedCommand {
    @Override
    public Integer call() throws IOException {
        Reachability.require(ownConnection().servers(), ownConnection().waiting());
        try (Terminal terminal = TerminalBuilder.builder().dumb(true).build();
                GroveClient client = Grove.connect(ownConnection().clientConfig())) {
            PrintWriter out = terminal.writer();
            if (!ownConnection().isJson()) {
                client.addSessionListener(event -> tell(event, out));
            }
            ShellRoot root = new ShellRoot(client, ownConnection(), terminal);
            CommandLine commands = commands(root);
            commands.setOut(out);
            commands.setErr(out);
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .completer(new ShellCompleter(commands, client))
                    .build();
            loop(reader, commands, root, ownConnection().isJson() ? "" : "grove> ");
        }
        return 0;
    }

    /** The commands of the shell. */
    static CommandLine commands(ShellRoot root) {
        return GroveCli.configured(new CommandLine(root)).setExecutionStrategy(ShellCommand::execute);
    }

    /** Refuses options that hold for the whole shell, and so would be ignored by one command of it. */
    private static int execute(ParseResult parsed) {
        for (ParseResult part = parsed; part != null; part = part.subcommand()) {
            for (String option : new String[] {"--servers", "--timeout", "--wait", "--auth"}) {
                if (part.hasMatchedOption(option)) {
                    throw new ParameterException(
                            part.commandSpec().commandLine(),
                            option + " is given to 'grove shell', for all its commands");
                }
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void loop(LineReader reader, CommandLine commands, ShellRoot root, String prompt) {
        while (!root.isLeaving()) {
            try {
                String line = reader.readLine(prompt);
                String[] words = reader.getParser().parse(line, 0).words().toArray(new String[0]);
                if (!line.isBlank()) {
                    commands.execute(words);
                }
            } catch (UserInterruptException e) {
                // Ctrl-C empties the line.
            } catch (SyntaxError e) {
                commands.getErr().println("grove: " + e.getMessage());
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    private static void tell(SessionEvent event, PrintWriter out) {
        switch (event) {
            case SUSPENDED -> out.println("(connection lost, looking for another member)");
            case RECONNECTED -> out.println("(reconnected, same session)");
            case EXPIRED -> out.println("(the session has expired: leave the shell and start it again)");
            case CONNECTED, CLOSED -> {}
        }
        out.flush();
    }
}
