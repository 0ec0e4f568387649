package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.session.SessionTable;
import io.grove.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands keep every invariant, among them that the digest kept by commands is that of the state. */
class RandomRunTest {
    private static final int STEPS = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyStepKeepsTheInvariants(long seed) {
        MachineRun run = new MachineRun();
        RandomCommands commands = new RandomCommands(seed);
        for (int step = 0; step < STEPS; step++) {
            run.setTimeMs(1000 + step % 100);
            run.apply(commands.next(run.state()));
        }

        assertThat(run.state().zxid()).isEqualTo(STEPS);
    }

    /** Otherwise the test above would show little. */
    @Test
    void randomCommandsReachEveryOutcome() {
        Set<String> outcomes = new TreeSet<>();
        for (long seed = 1; seed <= 6; seed++) {
            RandomCommands commands = new RandomCommands(seed);
            MachineState state = MachineState.EMPTY;
            for (int step = 0; step < STEPS; step++) {
                Applied applied = CoordinationMachine.apply(state, step, commands.next(state));
                state = applied.next();
                outcomes.add(
                        applied.result() instanceof Result.Failure failure
                                ? failure.code().name()
                                : applied.envelope().command().getClass().getSimpleName());
            }
        }

        assertThat(outcomes).containsAll(Samples.commands().stream()
                .filter(command -> !isOnlyWithinMulti(command))
                .map(command -> command.getClass().getSimpleName())
                .toList());
        assertThat(outcomes)
                .containsAll(Stream.of(ErrorCode.values())
                        .map(Enum::name)
                        .filter(name -> !name.equals(ErrorCode.RUNTIME_INCONSISTENCY.name()))
                        .toList());
    }

    private static boolean isOnlyWithinMulti(Command command) {
        return new MachineRun()
                .resultOf(command)
                .equals(Result.Failure.of(ErrorCode.BAD_ARGUMENTS, ""));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void theSameLogGivesTheSameState(long seed) {
        List<CommandEnvelope> log = new ArrayList<>();
        RandomCommands commands = new RandomCommands(seed);
        MachineState first = MachineState.EMPTY;
        for (int step = 0; step < STEPS; step++) {
            CommandEnvelope envelope = commands.next(first);
            log.add(envelope);
            first = CoordinationMachine.apply(first, step, envelope).next();
        }
        MachineState second = MachineState.EMPTY;
        for (int step = 0; step < STEPS; step++) {
            second = CoordinationMachine.apply(second, step, log.get(step)).next();
        }
        assertThat(second.digest()).isEqualTo(first.digest());

        MachineState restored = MachineState.restored(
                first.tree(),
                SessionTable.restored(first.sessions(), first.tree()),
                first.quotas(),
                first.zxid(),
                first.timeMs());
        assertThat(restored)
                .usingRecursiveComparison()
                .comparingOnlyFields("zxid", "timeMs", "contentDigest")
                .isEqualTo(first);
        Invariants.check(restored);

        Applied next = CoordinationMachine.apply(first, 0, CommandEnvelope.ofEnsemble(new Command.Barrier()));
        assertThat(next.next().digest()).isNotEqualTo(first.digest());
    }
}
