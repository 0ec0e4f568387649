package io.grove.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.Grove;
import io.grove.client.GroveClient;
import io.grove.client.fake.FakeEnsemble;
import io.grove.client.fake.FakeGrpcMembers;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What the commands of the shell have in common: one session, and the shell's own options. */
@Timeout(60)
class ShellTest {
    private final FakeEnsemble ensemble = new FakeEnsemble();
    private final FakeGrpcMembers members = new FakeGrpcMembers(ensemble, 1);
    private StringWriter out;

    @AfterEach
    void end() {
        members.close();
    }

    /** Runs commands in one shell that was started with these options; gives the exit code of the last. */
    private int shell(String options, String... commands) throws Exception {
        ConnectionOptions connection = CommandLine.populateCommand(
                new ConnectionOptions(), ("--servers " + members.addresses() + options).split(" "));
        out = new StringWriter();
        int code = 0;
        try (GroveClient client = Grove.connect(connection.clientConfig());
                Terminal terminal = new DumbTerminal(InputStream.nullInputStream(), OutputStream.nullOutputStream())) {
            CommandLine line = ShellCommand.commands(new ShellRoot(client, connection, terminal));
            line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
            for (String command : commands) {
                code = line.execute(command.split(" "));
            }
        }
        return code;
    }

    @Test
    void jsonHoldsForAllCommands() throws Exception {
        assertThat(shell(" --json", "create /a x", "get /a", "ls /", "get /none"))
                .isEqualTo(1);

        assertThat(out.toString().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .last()
                .asString()
                .contains("\"error\":\"NO_NODE\"");
    }

    @Test
    void anEphemeralLivesAsLongAsTheShell() throws Exception {
        assertThat(shell("", "create -e /e", "stat /e")).isZero();

        assertThat(out.toString()).contains("ephemeral");
        assertThat(shell("", "stat /e")).isEqualTo(1);
    }

    @Test
    void whatHoldsForTheWholeShellIsRefusedOnACommand() throws Exception {
        assertThat(shell("", "get / --timeout 1s")).isEqualTo(2);
        assertThat(out.toString()).startsWith("grove: --timeout is given to 'grove shell'");
        assertThat(shell("", "get / --json")).isZero();
        assertThat(shell("", "dance")).isEqualTo(2);
        assertThat(out.toString()).startsWith("grove: there is no command 'dance' ('help' lists them)");
    }
}
