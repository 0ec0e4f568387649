package io.grove.cli;

import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as they must be, two blanks between them. Not thread-safe. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these heads. */
    public TextTable(String... heads) {
        rows.add(List.of(heads));
    }

    /** Adds a row, with a cell for each head. */
    public TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    /** Its lines. */
    public List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
