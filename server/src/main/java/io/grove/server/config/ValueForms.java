package io.grove.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms that values come in: each makes a {@link Setting} whose parser and whose description agree. */
final class ValueForms {
    /** Twelve digits times the largest unit stay within a long. */
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,12})([a-zA-Z]*)");

    private static final Map<String, Long> DURATION_UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> BYTE_UNITS = Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20);

    private ValueForms() {}

    static Setting<String> matching(
            String key, @Nullable String byDefault, String pattern, String allowed, String meaning) {
        return new Setting<>(key, byDefault, allowed, text -> require(text.matches(pattern), text), meaning);
    }

    static Setting<Integer> count(String key, String byDefault, int min, int max, String meaning) {
        Range range = new Range(Map.of("", 1L), min, max, Long::toString);
        return number(key, byDefault, range, Math::toIntExact, meaning);
    }

    static Setting<Integer> bytes(String key, String byDefault, int min, int max, String meaning) {
        Range range = new Range(BYTE_UNITS, min, max, ValueForms::bytesText);
        return number(key, byDefault, range, Math::toIntExact, meaning);
    }

    static Setting<Long> duration(String key, String byDefault, long minMs, long maxMs, String meaning) {
        Range range = new Range(DURATION_UNITS, minMs, maxMs, ValueForms::durationText);
        return number(key, byDefault, range, ms -> ms, meaning);
    }

    static Setting<Boolean> yesOrNo(String key, String byDefault, String meaning) {
        Function<String, Boolean> parser = text ->
                require(text.equals("true") || text.equals("false"), text).equals("true");
        return new Setting<>(key, byDefault, "true or false", parser, meaning);
    }

    /** A value that may be left out; so its default is nothing. */
    static Setting<Optional<Path>> file(String key, String meaning) {
        Function<String, Optional<Path>> parser =
                text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        return new Setting<>(key, "", "path of a file, or nothing", parser, meaning);
    }

    static <E extends Enum<E>> Setting<E> choice(String key, E byDefault, String meaning) {
        Map<String, E> choices = new LinkedHashMap<>();
        for (E choice : byDefault.getDeclaringClass().getEnumConstants()) {
            choices.put(word(choice), choice);
        }
        Function<String, E> parser = text -> {
            E choice = choices.get(text);
            if (choice == null) {
                throw new IllegalArgumentException(text);
            }
            return choice;
        };
        return new Setting<>(key, word(byDefault), String.join(", ", choices.keySet()), parser, meaning);
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    static Setting<List<MemberAddress>> members(String key, String meaning) {
        String allowed = MemberAddress.ALLOWED + "; several separated by commas";
        return new Setting<>(key, null, allowed, ValueForms::memberList, meaning);
    }

    private static List<MemberAddress> memberList(String text) {
        List<MemberAddress> members = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            members.add(MemberAddress.parse(part.strip()));
        }
        return List.copyOf(members);
    }

    private static <T> Setting<T> number(
            String key, String byDefault, Range range, LongFunction<T> convert, String meaning) {
        return new Setting<>(key, byDefault, range.allowed(), text -> convert.apply(range.read(text)), meaning);
    }

    private static String require(boolean allowed, String text) {
        if (!allowed) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** The shortest exact form, such as {@code 40s} or {@code 250ms}. */
    static String durationText(long ms) {
        if (ms % 3_600_000 == 0 && ms > 0) {
            return ms / 3_600_000 + "h";
        }
        if (ms % 60_000 == 0 && ms > 0) {
            return ms / 60_000 + "m";
        }
        return ms % 1_000 == 0 && ms > 0 ? ms / 1_000 + "s" : ms + "ms";
    }

    /** The shortest exact form, such as {@code 1MiB}. */
    static String bytesText(long bytes) {
        if (bytes % (1L << 20) == 0 && bytes > 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes % (1L << 10) == 0 && bytes > 0 ? (bytes >> 10) + "KiB" : Long.toString(bytes);
    }

    /** Numbers with a unit, within bounds. */
    private record Range(Map<String, Long> units, long min, long max, LongFunction<String> print) {
        String allowed() {
            return print.apply(min) + " to " + print.apply(max);
        }

        long read(String text) {
            Matcher matcher = NUMBER.matcher(text);
            Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
            if (unit == null) {
                throw new IllegalArgumentException(text);
            }
            long number = Long.parseLong(matcher.group(1)) * unit;
            require(number >= min && number <= max, text);
            return number;
        }
    }
}
