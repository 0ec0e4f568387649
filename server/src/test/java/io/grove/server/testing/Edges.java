package io.grove.server.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages of which one field is at an edge of what it may be. */
public final class Edges {
    /** Longest path, in UTF-16 units, as the protos say. */
    public static final int PATH_LENGTH_MAX = 4096;

    /** What is longest by default for data. */
    private static final int DATA_LENGTH_MAX = 1 << 20;

    private static final int ELEMENTS_MANY = 10_000;
    private static final String MARK = "not-utf-8";

    private Edges() {}

    /**
     * A message at an edge.
     *
     * @param what for people: which field and value
     * @param message the message
     */
    public record Edge(String what, Message message) {}

    /**
     * Bytes that are no message.
     *
     * @param what for people: which field
     * @param bytes as they would come over the network
     */
    public record Malformed(String what, byte[] bytes) {}

    /** The message as it is, and many times with another value in one of its fields, also within its messages. */
    public static List<Edge> of(Message sample) {
        List<Edge> edges = within(sample);
        for (FieldDescriptor field : sample.getDescriptorForType().getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.STRING) {
                edges.add(new Edge(field + " = 1.5 MiB", with(sample, field, "\u20ac".repeat(DATA_LENGTH_MAX / 2))));
            }
        }
        return edges;
    }

    private static List<Edge> within(Message sample) {
        List<Edge> edges = new ArrayList<>();
        edges.add(new Edge(sample.getDescriptorForType().getName(), sample));
        for (FieldDescriptor field : sample.getDescriptorForType().getFields()) {
            String name = sample.getDescriptorForType().getName() + "." + field.getName();
            for (Object value : values(sample, field)) {
                edges.add(new Edge(name + " = " + shortened(value), with(sample, field, value)));
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                for (Edge inner : within((Message) element(sample, field))) {
                    edges.add(new Edge(name + ": " + inner.what(), with(sample, field, inner.message())));
                }
            }
        }
        return edges;
    }

    /** The message, each time with a text in it that is not UTF-8. */
    public static List<Malformed> withoutUtf8(Message sample) {
        List<Malformed> malformed = new ArrayList<>();
        for (Edge marked : marked(sample)) {
            byte[] bytes = marked.message().toByteArray();
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            bytes[text.indexOf(MARK)] = (byte) 0xff;
            malformed.add(new Malformed(marked.what(), bytes));
        }
        return malformed;
    }

    private static List<Edge> marked(Message sample) {
        List<Edge> edges = new ArrayList<>();
        for (FieldDescriptor field : sample.getDescriptorForType().getFields()) {
            String name = sample.getDescriptorForType().getName() + "." + field.getName();
            if (field.getJavaType() == FieldDescriptor.JavaType.STRING) {
                edges.add(new Edge(name, with(sample, field, MARK)));
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                marked((Message) element(sample, field))
                        .forEach(inner ->
                                edges.add(new Edge(name + ": " + inner.what(), with(sample, field, inner.message()))));
            }
        }
        return edges;
    }

    private static List<?> values(Message sample, FieldDescriptor field) {
        if (field.isMapField()) {
            return maps(sample, field);
        }
        List<Object> values = new ArrayList<>(single(field));
        if (field.isRepeated()) {
            values.add(List.of());
            values.add(Collections.nCopies(ELEMENTS_MANY, element(sample, field)));
        }
        return values;
    }

    private static List<?> single(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> texts();
            case INT -> List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);
            case BOOLEAN -> List.of(false, true);
            case BYTE_STRING ->
                Stream.of(0, 1, 32, DATA_LENGTH_MAX, DATA_LENGTH_MAX + 1)
                        .map(length -> ByteString.copyFrom(new byte[length]))
                        .toList();
            case ENUM -> enums(field.getEnumType());
            case MESSAGE -> List.of();
            case FLOAT, DOUBLE -> throw new IllegalStateException("no edges for " + field);
        };
    }

    private static List<EnumValueDescriptor> enums(EnumDescriptor type) {
        List<EnumValueDescriptor> values = new ArrayList<>(type.getValues());
        for (int unknown : List.of(999, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            values.add(type.findValueByNumberCreatingIfUnknown(unknown));
        }
        return values;
    }

    private static List<String> texts() {
        String longest = "/" + "a".repeat(PATH_LENGTH_MAX - 1);
        return List.of(
                "",
                "/",
                "//",
                "a",
                "/a/",
                "/a//b",
                "/.",
                "/a/..",
                "/\0",
                "/\u0007",
                "/\ufffd",
                "/\ud83c\udf33",
                longest,
                longest + "a",
                "/a".repeat(PATH_LENGTH_MAX / 2),
                "/a".repeat(ELEMENTS_MANY),
                "a".repeat(200),
                "a".repeat(201),
                "a".repeat(1024),
                "a".repeat(1025));
    }

    /** Maps from text to text: empty, with an edge as key or value, and with too many entries. */
    private static List<?> maps(Message sample, FieldDescriptor field) {
        List<List<Message>> maps = new ArrayList<>();
        maps.add(List.of());
        for (String text : texts()) {
            maps.add(List.of(entry(sample, field, text, "value")));
            maps.add(List.of(entry(sample, field, "key", text)));
        }
        maps.add(IntStream.range(0, ELEMENTS_MANY)
                .mapToObj(i -> entry(sample, field, "key" + i, "value"))
                .toList());
        return maps;
    }

    private static Message entry(Message sample, FieldDescriptor field, String key, String value) {
        Message.Builder entry = sample.toBuilder().newBuilderForField(field);
        return entry.setField(entry.getDescriptorForType().findFieldByName("key"), key)
                .setField(entry.getDescriptorForType().findFieldByName("value"), value)
                .build();
    }

    /** What stands in the field, of a repeated one the first; a message that is not there is filled. */
    private static Object element(Message sample, FieldDescriptor field) {
        if (field.isRepeated() && sample.getRepeatedFieldCount(field) > 0) {
            return sample.getRepeatedField(field, 0);
        }
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            boolean isThere = !field.isRepeated() && sample.hasField(field);
            return isThere
                    ? sample.getField(field)
                    : RequestSamples.part(sample.toBuilder().newBuilderForField(field));
        }
        return field.isRepeated() ? single(field).get(0) : sample.getField(field);
    }

    private static Message with(Message sample, FieldDescriptor field, Object value) {
        Object set = field.isRepeated() && !(value instanceof List) ? List.of(value) : value;
        return sample.toBuilder().setField(field, set).build();
    }

    private static String shortened(Object value) {
        String text = value instanceof ByteString bytes ? bytes.size() + " bytes" : String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "... (" + text.length() + ")";
    }
}
