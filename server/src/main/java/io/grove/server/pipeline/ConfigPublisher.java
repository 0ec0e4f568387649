package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.machine.MachineState;
import io.grove.server.session.EnsembleProposer;
import io.grove.tree.SystemPaths;
import io.grove.tree.Znode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps the znode that says who the members are up to date, on the leader only: proposes what this member was
 * configured with when the znode says something else. Specification A41.
 */
final class ConfigPublisher {
    private final byte[] members;
    private final EnsembleProposer proposer;

    ConfigPublisher(String members, EnsembleProposer proposer) {
        this.members = members.getBytes(StandardCharsets.UTF_8);
        this.proposer = proposer;
    }

    void look(MachineState state) {
        Znode znode = state.tree().find(SystemPaths.CONFIG);
        if (znode == null || !Arrays.equals(znode.data(), members)) {
            proposer.propose(new Command.PublishConfig(members));
        }
    }
}
