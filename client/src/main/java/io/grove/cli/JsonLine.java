package io.grove.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object on one line. Not thread-safe. */
public final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    /** A text, or null. */
    public JsonLine put(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    /** A whole number. */
    public JsonLine put(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** A number with a fraction; one that is not finite becomes null. */
    public JsonLine put(String name, double value) {
        name(name);
        text.append(Double.isFinite(value) ? Double.toString(value) : "null");
        return this;
    }

    /** Yes or no. */
    public JsonLine put(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    /** An object. */
    public JsonLine put(String name, JsonLine value) {
        name(name);
        text.append(value);
        return this;
    }

    /** A list of objects. */
    public JsonLine put(String name, List<JsonLine> values) {
        name(name);
        text.append(values);
        return this;
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // Lone surrogates can't be written as UTF-8, so all are escaped.
                    if (c < ' ' || Character.isSurrogate(c)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** The line, without its end. */
    @Override
    public String toString() {
        return text + "}";
    }
}
