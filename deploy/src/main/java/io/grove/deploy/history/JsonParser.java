package io.grove.deploy.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON value of objects, lists, texts and whole numbers. Not thread-safe. */
final class JsonParser {
    private final String text;
    private int at;

    private JsonParser(String text) {
        this.text = text;
    }

    /** The object in a line; {@link IllegalArgumentException} when it is not one. */
    static Map<String, Object> object(String line) {
        JsonParser parser = new JsonParser(line);
        try {
            Map<String, Object> value = parser.object();
            parser.expect(parser.at == line.length());
            return value;
        } catch (StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the line ends too early", e);
        }
    }

    /** Appends a text with its quotes. */
    static void quote(StringBuilder target, String value) {
        target.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                target.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                target.append("\\u%04x".formatted((int) c));
            } else {
                target.append(c);
            }
        }
        target.append('"');
    }

    private Object value() {
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        while (text.charAt(at) != '}') {
            String name = string();
            take(':');
            members.put(name, value());
            skipComma('}');
        }
        at++;
        return members;
    }

    private List<Object> list() {
        List<Object> items = new ArrayList<>();
        take('[');
        while (text.charAt(at) != ']') {
            items.add(value());
            skipComma(']');
        }
        at++;
        return items;
    }

    private void skipComma(char end) {
        if (text.charAt(at) != end) {
            take(',');
        }
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        take('"');
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                c = text.charAt(at++);
                if (c == 'u') {
                    c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                    at += 4;
                }
            }
            value.append(c);
        }
        at++;
        return value.toString();
    }

    private Long number() {
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        return Long.valueOf(text.substring(start, at));
    }

    private void take(char c) {
        expect(text.charAt(at) == c);
        at++;
    }

    private void expect(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not JSON at column " + (at + 1));
        }
    }
}
