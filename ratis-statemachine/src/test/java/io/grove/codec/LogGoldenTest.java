package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.testing.Described;
import io.grove.testing.Goldens;
import io.grove.testing.Samples;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes of every released form of the log, decoded for ever. A golden is never changed, only added: a command or a
 * field that is new goes into a golden of its own.
 */
final class LogGoldenTest {
    /** Commands that came after the golden before, by the golden that has them. */
    private static final Batch FEATURE_LEVEL = new Batch(
            1_750_000_000_123L,
            Samples.envelopes().stream()
                    .filter(envelope -> envelope.command() instanceof Command.RaiseFeatureLevel)
                    .toList());

    private static List<String> goldens() {
        return List.of("log-v1", "log-v1-feature-level");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isDecoded(String name) throws FormatException {
        Goldens.writeIfMissing("log-v1-feature-level", LogCodec.encode(FEATURE_LEVEL), Described.text(FEATURE_LEVEL));

        Goldens.assertDescribes(name, Described.text(LogCodec.decode(Goldens.bytes(name))));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isWhatIsWritten(String name) throws FormatException {
        byte[] golden = Goldens.bytes(name);

        assertThat(LogCodec.encode(LogCodec.decode(golden))).isEqualTo(golden);
    }

    @Test
    void everyKindOfCommandIsInOneOfThem() throws FormatException {
        Set<String> seen = new TreeSet<>();
        for (String golden : goldens()) {
            for (CommandEnvelope envelope :
                    LogCodec.decode(Goldens.bytes(golden)).envelopes()) {
                parts(envelope.command())
                        .forEach(part -> seen.add(part.getClass().getSimpleName()));
            }
        }

        assertThat(seen).isEqualTo(leavesOf(Command.class).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<Command> parts(Command command) {
        return command instanceof Command.Multi multi
                ? Stream.concat(Stream.of(command), multi.operations().stream())
                : Stream.of(command);
    }

    private static Stream<String> leavesOf(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(LogGoldenTest::leavesOf)
                : Stream.of(type.getSimpleName());
    }
}
