package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.log.v1.AttachSessionEntry;
import io.grove.log.v1.BarrierEntry;
import io.grove.log.v1.BatchEntry;
import io.grove.log.v1.CloseSessionEntry;
import io.grove.log.v1.CreateEntry;
import io.grove.log.v1.DeleteEntry;
import io.grove.log.v1.EnvelopeEntry;
import io.grove.log.v1.LabelEntry;
import io.grove.log.v1.LingerEntry;
import io.grove.log.v1.MultiEntry;
import io.grove.log.v1.OpenSessionEntry;
import io.grove.log.v1.OperationEntry;
import io.grove.testing.Samples;
import io.grove.tree.SessionId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the log codec refuses, and that it refuses it in one way only. */
final class LogCodecTest {
    private static EnvelopeEntry.Builder operation(OperationEntry.Builder operation) {
        return EnvelopeEntry.newBuilder().setOperation(operation);
    }

    private static final UnknownFieldSet FIELD_FROM_THE_FUTURE = UnknownFieldSet.newBuilder()
            .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    @Test
    void versionThatIsNotKnownIsRefused() {
        assertRefused(BatchEntry.newBuilder().setFormatVersion(2).build(), "unknown log format version 2");
        assertRefused(BatchEntry.newBuilder().setTimeMs(5).build(), "unknown log format version 0");
    }

    @Test
    void emptyBytesAreRefused() {
        assertThatThrownBy(() -> LogCodec.decode(new byte[0])).isInstanceOf(FormatException.class);
    }

    @Test
    void commandThatIsNotKnownIsRefused() {
        EnvelopeEntry.Builder entry = EnvelopeEntry.newBuilder().setSessionId(1);

        assertRefused(batch(entry), "command is missing or unknown in EnvelopeEntry");
        assertRefused(batch(entry.setUnknownFields(FIELD_FROM_THE_FUTURE)), "unknown field 900 in EnvelopeEntry");
    }

    @Test
    void fieldThatIsNotKnownIsRefusedAtEveryDepth() {
        assertRefused(
                BatchEntry.newBuilder()
                        .setFormatVersion(1)
                        .setUnknownFields(FIELD_FROM_THE_FUTURE)
                        .build(),
                "unknown field 900 in BatchEntry");
        assertRefused(
                batch(EnvelopeEntry.newBuilder()
                        .setBarrier(BarrierEntry.newBuilder().setUnknownFields(FIELD_FROM_THE_FUTURE))),
                "unknown field 900 in BarrierEntry");
        DeleteEntry.Builder delete = DeleteEntry.newBuilder().setPath("/a").setUnknownFields(FIELD_FROM_THE_FUTURE);
        assertRefused(
                batch(EnvelopeEntry.newBuilder()
                        .setMulti(MultiEntry.newBuilder()
                                .addOperations(OperationEntry.newBuilder().setDelete(delete)))),
                "unknown field 900 in DeleteEntry");
    }

    @Test
    void missingFieldIsRefused() {
        assertRefused(
                batch(operation(OperationEntry.newBuilder().setCreate(CreateEntry.newBuilder()))), "mode is missing");
        assertRefused(
                batch(operation(OperationEntry.newBuilder().setDelete(DeleteEntry.newBuilder()))),
                "bad path in DeleteEntry");
        assertRefused(
                batch(EnvelopeEntry.newBuilder().setCloseSession(CloseSessionEntry.newBuilder())),
                "reason is missing or unknown in CloseSessionEntry");
        assertRefused(
                batch(EnvelopeEntry.newBuilder()
                        .setMulti(MultiEntry.newBuilder().addOperations(OperationEntry.getDefaultInstance()))),
                "operation is missing or unknown in OperationEntry");
    }

    @Test
    void valueThatTheCoreDoesNotAllowIsRefused() {
        assertRefused(
                batch(operation(OperationEntry.newBuilder()
                        .setDelete(DeleteEntry.newBuilder().setPath("/a//b")))),
                "bad path in DeleteEntry: path '/a//b' has an empty name at place 3");
        assertRefused(
                batch(EnvelopeEntry.newBuilder()
                        .setAttachSession(AttachSessionEntry.newBuilder().setSessionId(-1))),
                "session id -1 in AttachSessionEntry is negative");
        assertRefused(
                batch(operation(OperationEntry.newBuilder()
                        .setCreate(CreateEntry.newBuilder().setPath("/a").setModeValue(77)))),
                "mode is missing or unknown in CreateEntry");
        assertRefused(
                batch(EnvelopeEntry.newBuilder()
                        .setLinger(LingerEntry.newBuilder().setLingerMs(-1))),
                "linger_ms -1 in LingerEntry is negative");
        assertRefused(
                batch(EnvelopeEntry.newBuilder()
                        .setOpenSession(OpenSessionEntry.newBuilder().setEphemeralsMax(-1))),
                "ephemerals_max -1 in OpenSessionEntry is negative");
    }

    @Test
    void shortestLingerIsRead() throws FormatException {
        LingerEntry none = LingerEntry.newBuilder().setSessionId(1).build();

        Batch batch = LogCodec.decode(
                batch(EnvelopeEntry.newBuilder().setLinger(none)).toByteArray());

        assertThat(batch.envelopes().get(0).command()).isEqualTo(new Command.Linger(new SessionId(1), 0, 0));
    }

    @Test
    void labelsThatAreNotInTheirOrderAreRefused() {
        assertRefused(batch(labelled("b", "a")), "label 'a' stands after 'b'");
        assertRefused(batch(labelled("a", "a")), "label 'a' stands after 'a'");
    }

    private static EnvelopeEntry.Builder labelled(String... names) {
        OpenSessionEntry.Builder open = OpenSessionEntry.newBuilder();
        for (String name : names) {
            open.addLabels(LabelEntry.newBuilder().setName(name));
        }
        return EnvelopeEntry.newBuilder().setOpenSession(open);
    }

    @Test
    void trailingBytesAreRefused() {
        byte[] good = LogCodec.encode(Samples.batch());
        byte[] formatVersionAgain = {8, 1};

        assertThatThrownBy(() -> LogCodec.decode(concat(good, formatVersionAgain)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("bytes of content");
        assertThatThrownBy(() -> LogCodec.decode(concat(good, new byte[1]))).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> LogCodec.decodeEnvelope(
                        LogCodec.encodeEnvelope(barrier()).concat(LogCodec.encodeEnvelope(barrier()))))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void bytesThatAreCutOffNeverPassForTheWhole() {
        byte[] good = LogCodec.encode(Samples.batch());
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            try {
                Batch batch = LogCodec.decode(cut);

                // Raft's log knows where an entry ends; protobuf alone cannot tell a cut between two commands.
                assertThat(batch.envelopes())
                        .hasSizeLessThan(Samples.batch().envelopes().size());
            } catch (FormatException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void damagedBytesGiveNoOtherExceptionThanFormatException() {
        byte[] good = LogCodec.encode(Samples.batch());
        Random random = new Random(20260701);
        for (int round = 0; round < 3_000; round++) {
            byte[] bad = good.clone();
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            decodeOrRefuse(bad);
        }
    }

    @Test
    void randomBytesGiveNoOtherExceptionThanFormatException() {
        Random random = new Random(20260702);
        for (int round = 0; round < 3_000; round++) {
            byte[] bad = new byte[random.nextInt(64)];
            random.nextBytes(bad);
            decodeOrRefuse(bad);
        }
    }

    @Test
    void whatWasDecodedIsEncodedToTheSameBytes() throws FormatException {
        byte[] good = LogCodec.encode(Samples.batch());

        assertThat(LogCodec.encode(LogCodec.decode(good))).isEqualTo(good);
    }

    @Test
    void bufferIsReadFromItsPositionAndLeftAlone() throws FormatException {
        byte[] good = LogCodec.encode(Samples.batch());
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(good.length + 5).position(5).put(5, good);

        Batch batch = LogCodec.decode(buffer.asReadOnlyBuffer());

        assertThat(batch).usingRecursiveComparison().isEqualTo(Samples.batch());
        assertThat(buffer.position()).isEqualTo(5);
    }

    private static void decodeOrRefuse(byte[] bytes) {
        try {
            LogCodec.decode(bytes);
            LogCodec.decodeEnvelope(ByteString.copyFrom(bytes));
        } catch (FormatException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    private static void assertRefused(BatchEntry entry, String message) {
        assertThatThrownBy(() -> LogCodec.decode(entry.toByteArray()))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(message);
    }

    private static BatchEntry batch(EnvelopeEntry.Builder envelope) {
        return BatchEntry.newBuilder()
                .setFormatVersion(1)
                .addEnvelopes(envelope)
                .build();
    }

    private static CommandEnvelope barrier() {
        return CommandEnvelope.ofEnsemble(new Command.Barrier());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
