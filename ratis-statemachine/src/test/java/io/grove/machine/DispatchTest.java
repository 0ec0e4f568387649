package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.testing.Samples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No kind of command, and no kind of result, is left without its case. */
class DispatchTest {
    private static final List<Command> COMMANDS = Samples.commands();

    @Test
    void everyCommandHasAHandler() {
        assertThat(COMMANDS.stream().<Class<?>>map(Object::getClass))
                .containsAll(leaves(Command.class).toList());
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
        List<Result> results = Samples.results();
        assertThat(results.stream().<Class<?>>map(Object::getClass))
                .containsAll(leaves(Result.class).toList());
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
