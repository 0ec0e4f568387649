package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.testing.Described;
import io.grove.testing.Goldens;
import io.grove.testing.Samples;
import org.junit.jupiter.api.Test;

/** Bytes of every released form of the log, decoded for ever. A golden is never changed, only added. */
final class LogGoldenTest {

    @Test
    void version1IsDecoded() throws FormatException {
        Goldens.writeIfMissing("log-v1", LogCodec.encode(Samples.batch()), Described.text(Samples.batch()));

        Goldens.assertDescribes("log-v1", Described.text(LogCodec.decode(Goldens.bytes("log-v1"))));
    }

    @Test
    void version1IsWhatIsWritten() throws FormatException {
        byte[] golden = Goldens.bytes("log-v1");

        assertThat(LogCodec.encode(LogCodec.decode(golden))).isEqualTo(golden);
    }
}
