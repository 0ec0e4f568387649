package io.grove.client;

import java.util.List;

/**
 * Children of a znode, or a page of them.
 *
 * @param names their names (not paths), sorted by their UTF-16 code units
 * @param nextPageToken token of the next page; empty when there is none
 * @param stat metadata of the parent, as of the last page
 * @param zxid zxid of the state in which they were read; of the last page when there were several
 */
public record Children(List<String> names, String nextPageToken, Stat stat, long zxid) {
    /** Copies the list. */
    public Children {
        names = List.copyOf(names);
    }

    /** Whether more pages follow. */
    public boolean hasNextPage() {
        return !nextPageToken.isEmpty();
    }
}
