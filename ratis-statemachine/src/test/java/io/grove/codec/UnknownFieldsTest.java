package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.log.v1.EnvelopeEntry;
import io.grove.log.v1.SnapshotItemRecord;
import io.grove.machine.MachineState;
import io.grove.snapshot.SnapshotSamples;
import io.grove.testing.Samples;
import io.grove.testing.States;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A field that is not known is refused in whatever message it stands: skipped, it would bring members of different
 * versions to different states.
 */
final class UnknownFieldsTest {
    private static final UnknownFieldSet NEWER = UnknownFieldSet.newBuilder()
            .addField(3999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    @Test
    void inEveryMessageOfTheLog() throws InvalidProtocolBufferException {
        Set<String> seen = new TreeSet<>();
        for (CommandEnvelope envelope : Samples.envelopes()) {
            EnvelopeEntry entry = EnvelopeEntry.parseFrom(LogCodec.encodeEnvelope(envelope));
            for (Message newer : newer(entry, seen)) {
                assertThatThrownBy(() -> LogCodec.decodeEnvelope(newer.toByteString()))
                        .as("%s", newer)
                        .isInstanceOf(FormatException.class)
                        .hasMessageContaining("unknown field 3999");
            }
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void inEveryMessageOfTheSnapshot() throws IOException {
        Set<String> seen = new TreeSet<>();
        List<SnapshotItemRecord> items = new ArrayList<>();
        for (MachineState state : List.of(MachineState.EMPTY, States.rich())) {
            items.addAll(SnapshotSamples.items(SnapshotSamples.bytes(state)));
        }
        for (Result result : Samples.results()) {
            byte[] item = SnapshotCodec.encode(new SnapshotItem.OfWrite(1, 1, result));
            items.add(SnapshotItemRecord.parseFrom(item));
        }
        for (SnapshotItemRecord item : items) {
            for (Message newer : newer(item, seen)) {
                assertThatThrownBy(() -> SnapshotCodec.decode(newer.toByteArray()))
                        .as("%s", newer)
                        .isInstanceOf(FormatException.class)
                        .hasMessageContaining("unknown field 3999");
            }
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    /** The message, each time with a field more in one of the messages in it. */
    private static List<Message> newer(Message message, Set<String> seen) {
        List<Message> all = new ArrayList<>();
        seen.add(message.getDescriptorForType().getName());
        all.add(message.toBuilder().setUnknownFields(NEWER).build());
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
                return;
            }
            if (!field.isRepeated()) {
                newer((Message) value, seen)
                        .forEach(inner -> all.add(
                                message.toBuilder().setField(field, inner).build()));
                return;
            }
            for (int place = 0; place < message.getRepeatedFieldCount(field); place++) {
                for (Message inner : newer((Message) message.getRepeatedField(field, place), seen)) {
                    all.add(message.toBuilder()
                            .setRepeatedField(field, place, inner)
                            .build());
                }
            }
        });
        return all;
    }
}
