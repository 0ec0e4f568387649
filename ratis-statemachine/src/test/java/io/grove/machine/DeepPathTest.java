package io.grove.machine;

import static io.grove.machine.MachineRun.created;
import static io.grove.machine.MachineRun.deleted;
import static io.grove.machine.MachineRun.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.session.SessionTable;
import io.grove.tree.Acl;
import io.grove.tree.NodeKind;
import io.grove.tree.QuotaTable;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.TreeLoader;
import io.grove.tree.ZnodePath;
import org.junit.jupiter.api.Test;

/** Depth costs time, never stack: a path of ten thousand names, is changed by commands, digested and cut again. */
class DeepPathTest {
    private static final int DEPTH = 10_000;

    @Test
    void tenThousandNamesDoNotOverflowTheStack() {
        TreeLoader loader = new TreeLoader();
        loader.add(ZnodePath.ROOT, parent(), 1, Acl.OPEN, null);
        StringBuilder path = new StringBuilder();
        for (int depth = 1; depth < DEPTH; depth++) {
            path.append("/d");
            loader.add(
                    new ZnodePath(path.toString()),
                    depth < DEPTH - 1 ? parent() : leaf(),
                    depth < DEPTH - 1 ? 1 : 0,
                    Acl.OPEN,
                    null);
        }
        MachineState grown = MachineState.restored(loader.finish(), SessionTable.empty(), QuotaTable.EMPTY, 0, 0);

        path.append("/d");
        MachineState state = CoordinationMachine.apply(grown, 1, CommandEnvelope.ofEnsemble(created(path.toString())))
                .next();
        Applied written = CoordinationMachine.apply(state, 1, CommandEnvelope.ofEnsemble(set(path.toString(), "deep")));
        assertThat(written.result()).isInstanceOf(Result.DataSet.class);
        assertThat(written.next().tree().znodeCount()).isEqualTo(DEPTH + 1);

        Applied gone =
                CoordinationMachine.apply(written.next(), 1, CommandEnvelope.ofEnsemble(deleted(path.toString())));
        assertThat(gone.result()).isEqualTo(new Result.Deleted());
        assertThat(gone.next().digest()).isEqualTo(StateDigest.recompute(gone.next()));
    }

    private static Stat parent() {
        return new Stat(0, 0, 0, 0, 0, 0, 1, 0, SessionId.NONE, 0, 1, NodeKind.PERSISTENT, 0);
    }

    private static Stat leaf() {
        return new Stat(0, 0, 0, 0, 0, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0);
    }
}
