package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import io.grove.command.Batch;
import io.grove.command.CommandEnvelope;
import io.grove.testing.Goldens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes, as a log entry and as an envelope on the way to the leader. */
class LogBytesFuzzTest {

    static Stream<byte[]> seeds() {
        Stream<byte[]> envelopes = LogFuzz.seeds().stream()
                .flatMap(batch -> batch.envelopes().stream())
                .map(envelope -> LogCodec.encodeEnvelope(envelope).toByteArray());
        Stream<byte[]> entries = LogFuzz.seeds().stream().map(LogCodec::encode);
        return Stream.of(Stream.of(Goldens.bytes("log-v1")), entries, envelopes).flatMap(each -> each);
    }

    @MethodSource("seeds")
    @FuzzTest
    void areRefusedOrUnderstood(byte[] bytes) {
        try {
            Batch batch = LogCodec.decode(bytes);
            assertKept(bytes, LogCodec.encode(batch));
            LogFuzz.apply(batch);
        } catch (FormatException refused) {
            assertThat(refused).message().isNotBlank();
        }
        try {
            CommandEnvelope envelope = LogCodec.decodeEnvelope(ByteString.copyFrom(bytes));
            assertKept(bytes, LogCodec.encodeEnvelope(envelope).toByteArray());
            LogFuzz.apply(new Batch(0, List.of(envelope)));
        } catch (FormatException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    /** Nothing is dropped or added; the order of fields, and which number means true, protobuf leaves to the writer. */
    private static void assertKept(byte[] bytes, byte[] encodedAgain) {
        assertThat(encodedAgain).hasSameSizeAs(bytes);
    }
}
