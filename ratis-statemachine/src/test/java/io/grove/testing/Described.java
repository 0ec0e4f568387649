package io.grove.testing;

import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes records out as indented text, byte arrays as hexadecimal: equal texts mean equal contents. */
public final class Described {
    private Described() {}

    /** The text of a value, ending with a line break. */
    public static String text(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        describe(value, "", text);
        return text.toString();
    }

    private static void describe(@Nullable Object value, String indent, StringBuilder text) {
        if (value instanceof byte[] bytes) {
            text.append("hex[").append(HexFormat.of().formatHex(bytes)).append("]\n");
        } else if (value instanceof String string) {
            text.append('"').append(string).append("\"\n");
        } else if (value instanceof List<?> list) {
            text.append("list of ").append(list.size()).append('\n');
            list.forEach(each -> {
                text.append(indent).append("- ");
                describe(each, indent + "  ", text);
            });
        } else if (value instanceof Map<?, ?> map) {
            text.append("map of ").append(map.size()).append('\n');
            map.forEach((key, each) -> {
                text.append(indent).append(key).append(": ");
                describe(each, indent + "  ", text);
            });
        } else if (value instanceof Record part && !(value instanceof SessionId) && !(value instanceof ZnodePath)) {
            text.append(part.getClass().getSimpleName()).append('\n');
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                text.append(indent).append(component.getName()).append(": ");
                describe(component(part, component), indent + "  ", text);
            }
        } else {
            text.append(value).append('\n');
        }
    }

    private static @Nullable Object component(Record part, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
