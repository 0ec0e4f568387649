package io.grove.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A scenario: commands and what they answer, readable without knowing the program. A line that begins with {@code #} or
 * is empty is a comment; every other line that is not indented is a command, and the indented lines behind it are what
 * it has to answer. {@code multi} takes the lines up to {@code end} along.
 */
public final class ScenarioFile {
    private static final String ANSWER_INDENT = "    ";

    private ScenarioFile() {}

    /** The same text with the answers that {@code answer} gives; equal to it if all are as expected. */
    public static String play(String text, Function<String, List<String>> answer) {
        List<String> lines = text.lines().toList();
        StringBuilder played = new StringBuilder();
        int next = 0;
        while (next < lines.size()) {
            String line = lines.get(next++);
            if (line.startsWith(ANSWER_INDENT)) {
                continue;
            }
            played.append(line).append('\n');
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> command = new ArrayList<>(List.of(line));
            if (line.equals("multi") || line.startsWith("multi ")) {
                do {
                    command.add(lines.get(next));
                    played.append(lines.get(next)).append('\n');
                } while (!lines.get(next++).equals("end"));
            }
            for (String answerLine : answered(answer, command)) {
                played.append(ANSWER_INDENT).append(answerLine).append('\n');
            }
        }
        return played.toString();
    }

    private static List<String> answered(Function<String, List<String>> answer, List<String> command) {
        try {
            return answer.apply(String.join("\n", command));
        } catch (IllegalArgumentException e) {
            throw new AssertionError("cannot understand '" + command.get(0) + "': " + e.getMessage(), e);
        }
    }
}
