package io.grove.server.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the three sources into {@link Values}, in the order of their strength: flags, environment, file. */
final class Sources {
    private static final String FILE_KEY = "config";
    private static final String FILE_VARIABLE = "GROVE_CONFIG";

    private final Values values;
    private @Nullable String file;

    Sources(Values values) {
        this.values = values;
    }

    void readFlags(List<String> arguments) {
        Map<String, String> seen = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 3) {
                values.problem("argument '" + argument + "' is not allowed; allowed: --key=value; from: flag");
                continue;
            }
            String key = argument.substring(2, equals);
            String text = argument.substring(equals + 1);
            if (seen.put(key, text) != null) {
                values.problem(key + "=" + text + " is not allowed; allowed: each key once; from: flag --" + key);
            } else if (key.equals(FILE_KEY)) {
                file = text;
            } else {
                take(key, text, "flag --" + key);
            }
        }
    }

    /**
     * The environment is shared with others (Kubernetes, for one, sets variables named after services), so that an
     * unknown variable is refused only when it looks like a misspelt one of ours.
     */
    void readEnvironment(Map<String, String> environment) {
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith("GROVE_")) {
                continue;
            }
            String origin = "environment " + name;
            if (name.equals(FILE_VARIABLE)) {
                file = file == null ? entry.getValue() : file;
                continue;
            }
            Setting<?> setting = byVariable(name);
            String near = Spelling.nearest(
                    name, Settings.ALL.stream().map(Setting::variable).toList(), 2);
            if (setting != null) {
                values.offer(setting.key(), entry.getValue(), origin);
            } else if (near != null) {
                values.problem(name + " is not a known variable; did you mean " + near + "? from: " + origin);
            }
        }
    }

    void readFile() {
        if (file == null) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(Path.of(file));
            Map<String, Integer> seen = new HashMap<>();
            for (int i = 0; i < lines.size(); i++) {
                readLine(lines.get(i).strip(), "file " + file + " line " + (i + 1), i + 1, seen);
            }
        } catch (NoSuchFileException e) {
            values.problem("config=" + file + " is not allowed; allowed: a file that exists; from: --config or "
                    + FILE_VARIABLE);
        } catch (MalformedInputException e) {
            values.problem(
                    "config=" + file + " is not allowed; allowed: a file in UTF-8; from: --config or " + FILE_VARIABLE);
        } catch (IOException e) {
            values.problem("config=" + file + " can't be read: " + e.getMessage());
        }
    }

    private void readLine(String line, String origin, int number, Map<String, Integer> seen) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 1) {
            values.problem("'" + line + "' is not allowed; allowed: key=value, or # and a comment; from: " + origin);
            return;
        }
        String key = line.substring(0, equals).strip();
        String text = line.substring(equals + 1).strip();
        Integer before = seen.put(key, number);
        if (before != null) {
            values.problem(key + "=" + text + " is not allowed; allowed: each key once, it stands in line " + before
                    + " already; from: " + origin);
        } else {
            take(key, text, origin);
        }
    }

    private void take(String key, String text, String origin) {
        List<String> keys = Settings.ALL.stream().map(Setting::key).toList();
        if (keys.contains(key)) {
            values.offer(key, text, origin);
            return;
        }
        String near = Spelling.nearest(key, keys, 4);
        String hint = near == null ? "see docs/configuration.md for the keys there are;" : "did you mean " + near + "?";
        values.problem(key + "=" + text + " is not a known key; " + hint + " from: " + origin);
    }

    private static @Nullable Setting<?> byVariable(String name) {
        return Settings.ALL.stream()
                .filter(setting -> setting.variable().equals(name))
                .findFirst()
                .orElse(null);
    }
}
