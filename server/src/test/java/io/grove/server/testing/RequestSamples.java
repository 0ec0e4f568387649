package io.grove.server.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import io.grove.api.v1.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Requests of every kind that the protos know, with plausible fields: what fuzzers and edge cases begin with. */
public final class RequestSamples {
    /** What stands in a field that is a number and may be any. */
    public static final int NUMBER = 5;

    private static final int DEPTH_MAX = 4;

    /** Below a request within another: there the outer one says how to read, and nothing is watched. */
    private static final int DEPTH_OF_PARTS = 2;

    /** With these next to the others a request would be refused for that alone. */
    private static final Set<String> LEFT_OUT = Set.of("at_zxid", "depth", "expected_mzxid", "owner", "ttl_ms");

    private RequestSamples() {}

    /** One request for each operation of a session stream, numbered; an operation that is added is among them. */
    public static List<Request> requests() {
        List<Request> requests = new ArrayList<>();
        for (FieldDescriptor operation :
                Request.getDescriptor().getOneofs().get(0).getFields()) {
            Request.Builder request =
                    Request.newBuilder().setXid(operation.getNumber()).setWriteNumber(1);
            Message filled = filled(request.newBuilderForField(operation));
            requests.add(request.setField(operation, filled).build());
            requests.add(request.clearWriteNumber().build());
        }
        return requests;
    }

    /** The message with something in every field, of a oneof in the first one. */
    public static Message filled(Message.Builder message) {
        return filled(message, 0);
    }

    /** The same of a request within another. */
    public static Message part(Message.Builder message) {
        return filled(message, DEPTH_OF_PARTS);
    }

    private static Message filled(Message.Builder message, int depth) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean isTaken = field.getContainingOneof() != null && message.hasOneof(field.getContainingOneof());
            if (!isTaken && !isLeftOut(field, depth)) {
                Object value = isMessage(field)
                        ? filled(message.newBuilderForField(field), depth + 1)
                        : scalar(message, field);
                if (field.getName().equals("permissions")) {
                    message.setField(
                            field,
                            field.getEnumType().getValues().stream().skip(1).toList());
                } else if (field.isRepeated()) {
                    message.addRepeatedField(field, value);
                } else {
                    message.setField(field, value);
                }
            }
        }
        return message.build();
    }

    private static boolean isLeftOut(FieldDescriptor field, int depth) {
        return field.isMapField()
                || LEFT_OUT.contains(field.getName())
                || (depth == DEPTH_MAX && isMessage(field))
                || (depth >= DEPTH_OF_PARTS
                        && (field.getName().equals("read") || field.getName().equals("watch_id")));
    }

    private static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    }

    private static Object scalar(MessageOrBuilder holder, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> string(field.getName());
            case BYTE_STRING -> ByteString.copyFromUtf8("data");
            case INT -> field.getName().equals("nanos") ? 0 : NUMBER;
            case LONG -> field.getName().contains("expected") || field.getName().contains("zxid") ? 0L : (long) NUMBER;
            case BOOLEAN -> true;
            case ENUM -> field.getEnumType().getValues().get(1);
            case FLOAT, DOUBLE, MESSAGE ->
                throw new IllegalStateException("no value for " + field + " of "
                        + holder.getDescriptorForType().getFullName());
        };
    }

    private static String string(String field) {
        return switch (field) {
            case "path" -> "/a";
            case "scheme" -> "world";
            case "id" -> "anyone";
            case "after", "before", "page_token" -> "";
            default -> "text";
        };
    }
}
