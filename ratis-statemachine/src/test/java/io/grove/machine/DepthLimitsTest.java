package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.testing.States;
import io.grove.tree.Acl;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small commands must not keep every member busy for long, however deep the paths are. */
class DepthLimitsTest {
    @Test
    void missingParentsAreCreatedDownToSomeDepth() {
        assertThat(result(MachineState.EMPTY, withParents("/d".repeat(300)))).isInstanceOf(Result.Created.class);
        assertThat(code(result(MachineState.EMPTY, withParents("/d".repeat(400)))))
                .isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void aCommandCreatesOnlySoManyParents() {
        List<Command.Operation> some = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            some.add(withParents("/" + i + "/d".repeat(100)));
        }
        assertThat(result(MachineState.EMPTY, new Command.Multi(some))).isInstanceOf(Result.Committed.class);
        some.add(withParents("/x" + "/d".repeat(100)));

        Applied refused = apply(MachineState.EMPTY, new Command.Multi(some));

        assertThat(code(refused.result())).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refused.next().tree().znodeCount())
                .isEqualTo(MachineState.EMPTY.tree().znodeCount());
    }

    @Test
    void aTreeThatIsTooDeepIsDeletedInParts() {
        MachineState state = MachineState.EMPTY;
        String path = "";
        for (int i = 0; i < 6; i++) {
            path += "/d".repeat(250);
            List<Command.Operation> levels = new ArrayList<>();
            for (int end = path.length() - 498; end <= path.length(); end += 2) {
                levels.add(States.create(path.substring(0, end), null));
            }
            state = States.after(state, new Command.Multi(levels));
        }
        assertThat(state.tree().find(new ZnodePath(path))).isNotNull();

        assertThat(code(result(state, deleteTree("/d")))).isEqualTo(ErrorCode.TOO_LARGE);
        state = States.after(state, deleteTree("/d".repeat(750)));
        assertThat(result(state, deleteTree("/d"))).isEqualTo(new Result.TreeDeleted(749));
    }

    private static Command.Create withParents(String path) {
        return new Command.Create(
                path,
                null,
                CreateMode.PERSISTENT,
                SessionId.NONE,
                0,
                Acl.OPEN,
                Command.IfExists.FAIL,
                Command.CreateParents.PERSISTENT);
    }

    private static Command deleteTree(String path) {
        return new Command.DeleteTree(new ZnodePath(path), Expected.ANY, 10_000);
    }

    private static Applied apply(MachineState state, Command command) {
        return CoordinationMachine.apply(state, 1, CommandEnvelope.ofEnsemble(command));
    }

    private static Result result(MachineState state, Command command) {
        return apply(state, command).result();
    }

    private static ErrorCode code(Result result) {
        return ((Result.Failure) result).code();
    }
}
