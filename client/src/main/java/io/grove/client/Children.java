package io.grove.client;

import java.util.List;

/**
 * Children of a znode, or a page of them.
 *
 * @param names their names (not paths), sorted by their UTF-16 code units or the reverse
 * @param children the children at the same places, when metadata or data were asked for; empty otherwise
 * @param nextPageToken token of the next page; empty when there is none
 * @param stat metadata of the parent
 * @param zxid zxid of the state in which they were read
 */
public record Children(List<String> names, List<Child> children, String nextPageToken, Stat stat, long zxid) {
    /** Copies the lists. */
    public Children {
        names = List.copyOf(names);
        children = List.copyOf(children);
    }

    /** Whether more pages follow. */
    public boolean hasNextPage() {
        return !nextPageToken.isEmpty();
    }
}
