package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No kind of command, and no kind of result, is left without its case. */
class DispatchTest {
    private static final ZnodePath PATH = new ZnodePath("/a");
    private static final List<Command> COMMANDS = List.of(
            new Command.Create("/a", null, CreateMode.PERSISTENT, SessionId.NONE),
            new Command.Delete(PATH, Expected.ANY),
            new Command.SetData(PATH, null, Expected.ANY),
            new Command.Check(PATH, Expected.ANY),
            new Command.Multi(List.of()),
            new Command.OpenSession(1, new byte[0], "", false),
            new Command.AttachSession(new SessionId(1), new byte[0]),
            new Command.CloseSession(new SessionId(1), Command.CloseReason.CLIENT, 0),
            new Command.Reap(PATH, 0),
            new Command.Barrier());

    @Test
    void everyCommandHasAHandler() {
        assertThat(COMMANDS.stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(leaves(Command.class).toList());
        for (Command command : COMMANDS) {
            assertThat(new MachineRun().resultOf(command)).isNotNull();
        }
    }

    @Test
    void everyOperationHasAHandlerInAMulti() {
        for (Command command : COMMANDS) {
            if (command instanceof Command.Operation operation) {
                assertThat(new MachineRun().resultOf(MachineRun.multi(operation)))
                        .isNotNull();
            }
        }
    }

    @Test
    void everyResultHasAFingerprint() {
        var stat = new MachineRun().stat("/");
        List<Result> results = List.of(
                new Result.Created("/a", stat, Result.CreateOutcome.CREATED),
                new Result.Deleted(),
                new Result.DataSet(stat),
                new Result.Checked(),
                new Result.Committed(List.of(new Result.Deleted())),
                new Result.SessionAttached(new SessionId(1), 1, 1, 1),
                new Result.Done(),
                Result.Failure.of(ErrorCode.NO_NODE, "/a"));
        assertThat(results.stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(leaves(Result.class).toList());
        assertThat(results.stream().map(DispatchTest::fingerprint)).doesNotHaveDuplicates();
    }

    private static long fingerprint(Result result) {
        Fingerprint fingerprint = new Fingerprint(0);
        ResultFingerprint.add(fingerprint, result);
        return fingerprint.value();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(DispatchTest::leaves)
                : Stream.of(type);
    }
}
