package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Message;
import io.grove.server.testing.RequestSamples;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as the message of any call: whatever can be parsed is answered, with a result or a typed refusal. */
class DoorBytesFuzzTest {

    /** The first byte says which method. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        List<ServerMethodDefinition<?, ?>> methods = new SimDoor().methods();
        for (int place = 0; place < methods.size(); place++) {
            Message message = RequestSamples.filled(request(methods.get(place)).newBuilderForType());
            byte[] bytes = Arrays.copyOf(new byte[] {(byte) place}, 1 + message.getSerializedSize());
            System.arraycopy(message.toByteArray(), 0, bytes, 1, bytes.length - 1);
            seeds.add(bytes);
        }
        return seeds;
    }

    private static Message request(ServerMethodDefinition<?, ?> method) {
        MethodDescriptor<?, ?> descriptor = method.getMethodDescriptor();
        assertThat(descriptor.getSchemaDescriptor()).isInstanceOf(ProtoMethodDescriptorSupplier.class);
        return (Message) ((io.grpc.MethodDescriptor.PrototypeMarshaller<?>) descriptor.getRequestMarshaller())
                .getMessagePrototype();
    }

    @MethodSource("seeds")
    @FuzzTest
    void areAnswered(byte[] input) {
        if (input.length == 0) {
            return;
        }
        SimDoor door = new SimDoor();
        answered(door, door.methods().get((input[0] & 0xff) % door.methods().size()), input);
    }

    private static <T, R> void answered(SimDoor door, ServerMethodDefinition<T, R> method, byte[] input) {
        T message;
        try {
            message = method.getMethodDescriptor().parseRequest(new ByteArrayInputStream(input, 1, input.length - 1));
        } catch (StatusRuntimeException malformed) {
            return;
        }
        SimCall<T, R> call = door.begin(method);
        call.send(message);
        call.halfClose();
        door.member().time().advance(SimDoor.TIMING.requestTimeoutMs() + 1);
        if (method.getMethodDescriptor().getType() == MethodDescriptor.MethodType.UNARY) {
            assertThat(call.isClosed()).as("%s is answered in time", message).isTrue();
        }
        if (call.isClosed()) {
            assertThat(call.reason()).as("%s", message).isNotEqualTo("INTERNAL");
        }
        call.cancel();
        assertThat(door.member().core().counts().requestsInFlight())
                .as("requests left behind by %s", message)
                .isZero();
        call.messages().forEach(answer -> ProtoUtils.marshaller((Message) answer).stream((Message) answer));
    }
}
