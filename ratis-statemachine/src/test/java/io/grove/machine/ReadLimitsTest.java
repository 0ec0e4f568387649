package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.testing.States;
import io.grove.tree.ChildFilter;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadLimitsTest {
    /** Thousands of reads that find nothing in a large directory would hold up every member. */
    @Test
    void childrenThatAreLookedAtAndLeftOutCostToo() {
        List<Command.Operation> creations = new ArrayList<>();
        creations.add(States.create("/d", null));
        for (int i = 0; i < 10_000; i++) {
            creations.add(States.create("/d/" + i, null));
        }
        MachineState state = States.after(MachineState.EMPTY, new Command.Multi(creations));
        Command.Operation read = new Command.ReadChildren(new ZnodePath("/d"), ChildFilter.EPHEMERAL, false);

        assertThat(results(state, read, 1_000)).isInstanceOf(Result.Committed.class);
        assertThat(results(state, read, 2_000))
                .isInstanceOfSatisfying(
                        Result.Failure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOO_LARGE));
    }

    private static Result results(MachineState state, Command.Operation read, int times) {
        Command reads = new Command.Multi(Collections.nCopies(times, read));
        return CoordinationMachine.apply(state, 1, CommandEnvelope.ofEnsemble(reads))
                .result();
    }
}
