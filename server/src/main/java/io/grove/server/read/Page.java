package io.grove.server.read;

import org.jspecify.annotations.Nullable;

/**
 * Which page of an answer is asked for.
 *
 * @param size at most so many entries, 0 for as many as fit
 * @param token where it goes on; null for the first page
 */
public record Page(int size, @Nullable PageToken token) {
    /** The first page, as large as fits. */
    public static final Page FIRST = new Page(0, null);

    /** Most entries of a page. */
    public static final int ENTRIES_MAX = 10_000;

    /** How many entries it may have. */
    int limit() {
        return size == 0 ? ENTRIES_MAX : Math.min(size, ENTRIES_MAX);
    }
}
