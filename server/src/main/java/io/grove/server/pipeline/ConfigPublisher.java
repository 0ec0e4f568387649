package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.machine.MachineState;
import io.grove.server.session.EnsembleProposer;
import io.grove.tree.SystemPaths;
import io.grove.tree.Znode;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Keeps the znode that says who the members are up to date, on the leader only: proposes what the log says when the
 * znode says something else. Its version is the zxid, in hexadecimal, at which that was seen. Specification A41.
 */
final class ConfigPublisher {
    private static final String VERSION = "version=";

    private final Supplier<String> members;
    private final EnsembleProposer proposer;

    /** With the source of the lines that name the members; it is empty as long as that is not settled. */
    ConfigPublisher(Supplier<String> members, EnsembleProposer proposer) {
        this.members = members;
        this.proposer = proposer;
    }

    void look(MachineState state) {
        String lines = members.get();
        Znode znode = state.tree().find(SystemPaths.CONFIG);
        if (lines.isEmpty() || (znode != null && isSaidBy(znode, lines))) {
            return;
        }
        String text = lines + VERSION + Long.toHexString(state.zxid());
        proposer.propose(new Command.PublishConfig(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isSaidBy(Znode znode, String lines) {
        String said = new String(znode.data(), StandardCharsets.UTF_8);
        return said.startsWith(lines + VERSION);
    }
}
