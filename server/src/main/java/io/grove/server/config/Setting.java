package io.grove.server.config;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration.
 *
 * @param key its name, lower case with dots
 * @param byDefault its value when it is not given; null when it has to be
 * @param allowed which values are allowed, for people
 * @param parser reads a value, or refuses it with {@link IllegalArgumentException}
 * @param meaning what it does, a sentence for the documentation
 * @param isSecret whether its value is never shown
 */
record Setting<T>(
        String key,
        @Nullable String byDefault,
        String allowed,
        Function<String, T> parser,
        String meaning,
        boolean isSecret) {
    private static final String HIDDEN = "(hidden)";

    /** A key whose value may be shown. */
    Setting(String key, @Nullable String byDefault, String allowed, Function<String, T> parser, String meaning) {
        this(key, byDefault, allowed, parser, meaning, false);
    }

    /** The same, but its value is never shown. */
    Setting<T> secret() {
        return new Setting<>(key, byDefault, allowed, parser, meaning, true);
    }

    /** A text that was given for it, as it may be shown. */
    String shown(String text) {
        return isSecret && !text.isEmpty() ? HIDDEN : text;
    }

    /** The environment variable that sets it. */
    String variable() {
        return "GROVE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
