package io.grove.client;

/**
 * Which page of children is listed, and how. All pages come from the state of the first one.
 *
 * @param pageSize at most so many children; 0 means as many as the ensemble allows, which is 10,000
 * @param pageToken {@link Children#nextPageToken()} of the page before; empty for the first page
 * @param list which children; the same for all pages
 * @param read how the read is served; the same for all pages. The watch, if any, is left by the first page
 */
public record PageOptions(int pageSize, String pageToken, ListOptions list, ReadOptions read) {
    /** Refuses a negative size with {@link IllegalArgumentException}. */
    public PageOptions {
        if (pageSize < 0) {
            throw new IllegalArgumentException("pageSize " + pageSize + " is negative");
        }
    }

    /** Names of children. */
    public PageOptions(int pageSize, String pageToken, ReadOptions read) {
        this(pageSize, pageToken, ListOptions.names(), read);
    }

    /** The first page, with SESSION consistency. */
    public static PageOptions first(int pageSize) {
        return new PageOptions(pageSize, "", ReadOptions.session());
    }

    /** The page after the one that gave this token. */
    public PageOptions after(String token) {
        return new PageOptions(pageSize, token, list, read);
    }

    /** The same page of these children. */
    public PageOptions withList(ListOptions other) {
        return new PageOptions(pageSize, pageToken, other, read);
    }
}
