package io.grove.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the word that was probably meant. */
final class Spelling {
    private Spelling() {}

    /** The known word with the fewest changed, added or lost letters, at most so many; null when there is none. */
    static @Nullable String nearest(String word, List<String> known, int changesMax) {
        String nearest = null;
        int least = changesMax + 1;
        for (String candidate : known) {
            int changes = changes(word, candidate);
            if (changes < least) {
                least = changes;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** The Levenshtein distance. */
    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
