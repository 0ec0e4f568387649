package io.grove.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeReaperTest {
    private final List<Command> proposed = new ArrayList<>();
    private MachineState state = MachineState.EMPTY;

    @Test
    void reapsContainersWhoseLastChildHasGone() {
        create("/never-used", CreateMode.CONTAINER);
        create("/plain", CreateMode.PERSISTENT);
        create("/spent", CreateMode.CONTAINER);
        create("/spent/c", CreateMode.PERSISTENT);
        create("/used", CreateMode.CONTAINER);
        create("/used/c", CreateMode.PERSISTENT);
        apply(new Command.Delete(new ZnodePath("/spent/c"), Expected.ANY));
        long pzxid = state.zxid();

        new NodeReaper(100, proposed::add).sweep(state.tree());

        assertThat(proposed).containsExactly(new Command.Reap(new ZnodePath("/spent"), pzxid));
        apply(proposed.get(0));
        assertThat(state.tree().find(new ZnodePath("/spent"))).isNull();
    }

    @Test
    void goesOnWhereItStopped() {
        for (int i = 0; i < 10; i++) {
            create("/s" + i, CreateMode.CONTAINER);
            create("/s" + i + "/c", CreateMode.PERSISTENT);
            apply(new Command.Delete(new ZnodePath("/s" + i + "/c"), Expected.ANY));
        }
        NodeReaper reaper = new NodeReaper(4, proposed::add);

        reaper.sweep(state.tree());
        assertThat(proposed).hasSize(3);
        // Also when the place where it stopped is gone meanwhile.
        proposed.forEach(this::apply);
        reaper.sweep(state.tree());
        reaper.sweep(state.tree());

        assertThat(proposed).hasSize(10).doesNotHaveDuplicates();
    }

    private void create(String path, CreateMode mode) {
        apply(new Command.Create(path, null, mode, SessionId.NONE));
    }

    private void apply(Command command) {
        state = CoordinationMachine.apply(state, 1, CommandEnvelope.ofEnsemble(command))
                .next();
    }
}
