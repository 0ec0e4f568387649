package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.testing.Samples;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command and every result has its message: a new one without fails here. */
final class CodecIsTotalTest {

    @Test
    void everyCommandIsSampled() {
        assertThat(classesOf(Samples.commands())).isEqualTo(leavesOf(Command.class));
        assertThat(classesOf(Samples.operations())).isEqualTo(leavesOf(Command.Operation.class));
    }

    @Test
    void everyResultIsSampled() {
        assertThat(classesOf(Samples.results())).isEqualTo(leavesOf(Result.class));
    }

    @Test
    void everyCommandComesBackAsItWas() throws FormatException {
        for (CommandEnvelope envelope : Samples.envelopes()) {
            CommandEnvelope back = LogCodec.decodeEnvelope(LogCodec.encodeEnvelope(envelope));

            assertThat(back).usingRecursiveComparison().isEqualTo(envelope);
        }
    }

    @Test
    void everyBatchComesBackAsItWas() throws FormatException {
        for (Batch batch : List.of(new Batch(0, List.of()), new Batch(-5, List.of()), Samples.batch())) {
            Batch back = LogCodec.decode(LogCodec.encode(batch));

            assertThat(back).usingRecursiveComparison().isEqualTo(batch);
        }
    }

    @Test
    void everyResultComesBackAsItWas() throws FormatException {
        for (Result result : Samples.results()) {
            Result back = ResultCodec.decode(ResultCodec.encode(result));

            assertThat(back).usingRecursiveComparison().isEqualTo(result);
        }
    }

    private static Set<Class<?>> classesOf(List<?> samples) {
        return samples.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> leavesOf(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null
                ? Set.of(type)
                : Stream.of(permitted).flatMap(each -> leavesOf(each).stream()).collect(Collectors.toSet());
    }
}
