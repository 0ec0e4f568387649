package io.grove.client;

import java.util.List;

/**
 * A page of things.
 *
 * @param items the things, sorted
 * @param nextPageToken token of the next page; empty when there is none
 * @param zxid zxid of the state in which they were read
 */
public record Page<T>(List<T> items, String nextPageToken, long zxid) {
    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }

    /** Whether more pages follow. */
    public boolean hasNextPage() {
        return !nextPageToken.isEmpty();
    }
}
