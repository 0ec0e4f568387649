package io.grove.deploy.history;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Histories as files: a JSON object on each line, whose {@code entry} names its kind. */
public final class HistoryFile {
    private HistoryFile() {}

    /**
     * One line.
     *
     * @param entry the simple name of the class
     * @param of the entry
     */
    private record Line(String entry, Record of) {}

    /** One entry as a line. */
    public static String line(Entry entry) {
        return RecordJson.write(new Line(entry.getClass().getSimpleName(), (Record) entry));
    }

    /** Writes a file, over one that is there. */
    public static void write(Path file, List<Entry> history) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (Entry entry : history) {
                writer.write(line(entry));
                writer.newLine();
            }
        }
    }

    /** Reads a file; {@link IllegalArgumentException} when it is not one of ours. */
    public static List<Entry> read(Path file) throws IOException {
        List<Entry> history = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                history.add(parse(line));
            }
        }
        return history;
    }

    /** The entry of a line; {@link IllegalArgumentException} when it is none. */
    static Entry parse(String line) {
        Map<String, Object> object = JsonParser.object(line);
        Class<? extends Record> type = Arrays.stream(Entry.class.getPermittedSubclasses())
                .filter(candidate -> candidate.getSimpleName().equals(object.get("entry")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not an entry of a history: " + line))
                .asSubclass(Record.class);
        if (!(object.get("of") instanceof Map<?, ?> content)) {
            throw new IllegalArgumentException("not an entry of a history: " + line);
        }
        return (Entry) RecordJson.read(type, content);
    }
}
