package io.grove.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A scenario for two systems. Written as the scenarios of the core; the indented lines behind a command are what both
 * answer. Where they are meant to differ, the first says {@code differs: NAME}, and the others what each answers.
 */
public final class DifferentialFile {
    private static final String INDENT = "    ";
    private static final String DIFFERS = INDENT + "differs: ";

    private final Target zooKeeper;
    private final Target grove;
    private final Set<String> differences = new TreeSet<>();
    private int stepCount;

    /** Plays on two systems that begin empty. */
    public DifferentialFile(Target zooKeeper, Target grove) {
        this.zooKeeper = zooKeeper;
        this.grove = grove;
    }

    /** The names of the differences that were seen; "unknown" for one that the text does not name. */
    public Set<String> differences() {
        return differences;
    }

    /** How many steps were played. */
    public int stepCount() {
        return stepCount;
    }

    /** The same text with the answers that the systems give; equal to it if all are as expected. */
    public String play(String text) {
        List<String> lines = text.lines().toList();
        StringBuilder played = new StringBuilder();
        int next = 0;
        while (next < lines.size()) {
            String line = lines.get(next++);
            if (line.startsWith(INDENT)) {
                continue;
            }
            played.append(line).append('\n');
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> command = new ArrayList<>(List.of(line));
            if (line.startsWith("multi")) {
                do {
                    command.add(lines.get(next));
                    played.append(lines.get(next)).append('\n');
                } while (!lines.get(next++).equals("end"));
            }
            boolean isNamed = next < lines.size() && lines.get(next).startsWith(DIFFERS);
            String name = isNamed ? lines.get(next).substring(DIFFERS.length()) : "unknown";
            for (String answer : answers(String.join("\n", command), name)) {
                played.append(INDENT).append(answer).append('\n');
            }
        }
        return played.toString();
    }

    private List<String> answers(String command, String name) {
        try {
            Step step = Step.parse(++stepCount, command);
            Supplier<List<String>> first = zooKeeper.submit(step);
            List<String> groves = numbered(step, grove.submit(step).get());
            List<String> zooKeepers = numbered(step, first.get());
            return zooKeepers.equals(groves) ? groves : differing(name, zooKeepers, groves);
        } catch (IllegalArgumentException e) {
            throw new AssertionError("cannot play '" + command + "': " + e.getMessage(), e);
        }
    }

    private static List<String> numbered(Step step, List<String> lines) {
        List<String> numbered = new ArrayList<>(lines);
        int first = 0;
        while (first < lines.size() && lines.get(first).startsWith(AnswerText.EVENT)) {
            first++;
        }
        if (step.op().isWrite() && first < lines.size()) {
            numbered.set(first, "#" + step.number() + " " + lines.get(first));
        }
        return numbered;
    }

    private List<String> differing(String name, List<String> zooKeepers, List<String> groves) {
        differences.add(name);
        List<String> lines = new ArrayList<>();
        lines.add("differs: " + name);
        zooKeepers.forEach(line -> lines.add("zookeeper: " + line));
        groves.forEach(line -> lines.add("grove:     " + line));
        return lines;
    }
}
