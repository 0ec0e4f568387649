package io.grove.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One line of a scenario: a verb, words, texts in double quotes, and settings like {@code version=3}. In a text, and in
 * a word, {@code \\u0041} stands for a character by its number, {@code \\s} for a space and {@code \\e} for nothing.
 */
public final class ScenarioLine {
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable String text;

    /** Takes a line apart. */
    public ScenarioLine(String line) {
        int next = 0;
        while (next < line.length()) {
            if (line.charAt(next) == ' ') {
                next++;
                continue;
            }
            boolean isQuoted = line.charAt(next) == '"';
            int end = line.indexOf(isQuoted ? '"' : ' ', next + 1);
            if (end < 0 && isQuoted) {
                throw new IllegalArgumentException("a quote is not closed");
            }
            end = end < 0 ? line.length() : end;
            if (isQuoted) {
                text = unescaped(line.substring(next + 1, end));
            } else {
                addWord(line.substring(next, end));
            }
            next = end + 1;
        }
    }

    private void addWord(String word) {
        int equals = word.indexOf('=');
        if (equals > 0 && !word.startsWith("/")) {
            settings.put(word.substring(0, equals), unescaped(word.substring(equals + 1)));
        } else {
            words.add(unescaped(word));
        }
    }

    private static String unescaped(String escaped) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.startsWith("\\u", i)) {
                plain.append((char) Integer.parseInt(escaped.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (escaped.startsWith("\\s", i)) {
                plain.append(' ');
                i++;
            } else if (escaped.startsWith("\\e", i)) {
                i++;
            } else {
                plain.append(escaped.charAt(i));
            }
        }
        return plain.toString();
    }

    /** The first word. */
    public String verb() {
        return words.get(0);
    }

    /** The word at a place, the verb being at 0. */
    public String word(int place) {
        if (place >= words.size()) {
            throw new IllegalArgumentException("a word is missing");
        }
        return words.get(place);
    }

    /** How many words it has, the verb included. */
    public int wordCount() {
        return words.size();
    }

    /** Whether a word stands behind the verb. */
    public boolean has(String word) {
        return words.subList(1, words.size()).contains(word);
    }

    /** The value of a setting, or null. */
    public @Nullable String setting(String name) {
        return settings.get(name);
    }

    /** The value of a setting that is a number. */
    public OptionalLong number(String name) {
        String value = settings.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }

    /** The text in quotes as bytes, or null if there is none. */
    public byte @Nullable [] data() {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Milliseconds of a setting like {@code 10s} or {@code 500ms}. */
    public static long millis(String duration) {
        return duration.endsWith("ms")
                ? Long.parseLong(duration.substring(0, duration.length() - 2))
                : 1000 * Long.parseLong(duration.substring(0, duration.length() - 1));
    }
}
