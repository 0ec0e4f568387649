package io.grove.deploy.history;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as JSON and makes them again: objects with a member for each component that is not the default of its
 * type (null, 0, an empty list).
 */
final class RecordJson {
    private RecordJson() {}

    /** A record as one line. */
    static String write(Record record) {
        StringBuilder text = new StringBuilder();
        append(text, record);
        return text.toString();
    }

    private static void append(StringBuilder text, Object value) {
        if (value instanceof Record record) {
            text.append('{');
            int start = text.length();
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Object part = get(component, record);
                if (!isDefault(part)) {
                    text.append(text.length() > start ? "," : "");
                    append(text, component.getName());
                    text.append(':');
                    append(text, Objects.requireNonNull(part));
                }
            }
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (int i = 0; i < list.size(); i++) {
                text.append(i > 0 ? "," : "");
                append(text, list.get(i));
            }
            text.append(']');
        } else if (value instanceof Number) {
            text.append(value);
        } else {
            JsonParser.quote(text, value.toString());
        }
    }

    /** Not so an empty text: as data it differs from none. */
    private static boolean isDefault(@Nullable Object value) {
        return value == null
                || (value instanceof Number number && number.longValue() == 0)
                || (value instanceof List<?> list && list.isEmpty());
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("record " + record.getClass().getName(), e);
        }
    }

    /** A record of this type from a parsed object; {@link IllegalArgumentException} when it is none. */
    static <T extends Record> T read(Class<T> type, Map<?, ?> object) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = convert(components[i].getGenericType(), object.get(components[i].getName()));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + object, e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Enums and records are told apart by their class alone.
    private static @Nullable Object convert(Type type, @Nullable Object value) {
        if (type instanceof ParameterizedType list) {
            List<Object> items = new ArrayList<>();
            if (value instanceof List<?> parsed) {
                parsed.forEach(item -> items.add(convert(list.getActualTypeArguments()[0], item)));
            }
            return items;
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isPrimitive()) {
            long number = value instanceof Number n ? n.longValue() : 0;
            if (raw == int.class) {
                return (int) number;
            }
            return number;
        }
        if (value == null || raw == String.class) {
            return value;
        }
        if (raw.isEnum()) {
            return Enum.valueOf((Class<Enum>) raw, value.toString());
        }
        return read((Class<? extends Record>) raw, (Map<?, ?>) value);
    }
}
