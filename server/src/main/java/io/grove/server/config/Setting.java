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
 */
record Setting<T>(String key, @Nullable String byDefault, String allowed, Function<String, T> parser, String meaning) {

    /** The environment variable that sets it. */
    String variable() {
        return "GROVE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
