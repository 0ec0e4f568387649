package io.grove.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts that were given for keys, and where from. A text that was put first wins. Collects problems. */
final class Values {
    private final Map<String, Given> givenByKey = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** A text and where it came from. */
    record Given(String text, String origin) {}

    /** Takes a text unless a stronger source has given one. */
    void offer(String key, String text, String origin) {
        givenByKey.putIfAbsent(key, new Given(text, origin));
    }

    @Nullable Given given(Setting<?> setting) {
        Given given = givenByKey.get(setting.key());
        if (given != null || setting.byDefault() == null) {
            return given;
        }
        return new Given(setting.byDefault(), "default");
    }

    /** The value, or null after noting a problem. */
    <T> @Nullable T read(Setting<T> setting) {
        Given given = given(setting);
        if (given == null) {
            problem(setting.key() + " is missing; allowed: " + setting.allowed() + "; give it as --" + setting.key()
                    + "=..., as " + setting.variable() + " or in the file");
            return null;
        }
        try {
            return setting.parser().apply(given.text());
        } catch (IllegalArgumentException e) {
            refuse(setting, setting.allowed());
            return null;
        }
    }

    /** Notes that the value given for a key is not allowed. */
    void refuse(Setting<?> setting, String allowed) {
        Given given = given(setting);
        String text = given == null ? "" : setting.shown(given.text());
        String origin = given == null ? "nowhere" : given.origin();
        problem(setting.key() + "=" + text + " is not allowed; allowed: " + allowed + "; from: " + origin);
    }

    void problem(String line) {
        problems.add(line);
    }

    List<String> problems() {
        return problems;
    }
}
