package io.grove.client;

/**
 * Which page of children is listed, and how.
 *
 * @param pageSize at most so many names; 0 means as many as the ensemble allows, which is 10,000
 * @param pageToken {@link Children#nextPageToken()} of the page before; empty for the first page
 * @param read how the read is served
 */
public record PageOptions(int pageSize, String pageToken, ReadOptions read) {
    /** Refuses a negative size with {@link IllegalArgumentException}. */
    public PageOptions {
        if (pageSize < 0) {
            throw new IllegalArgumentException("pageSize " + pageSize + " is negative");
        }
    }

    /** The first page, with SESSION consistency. */
    public static PageOptions first(int pageSize) {
        return new PageOptions(pageSize, "", ReadOptions.session());
    }

    /** The page after the one that gave this token. */
    public PageOptions after(String token) {
        return new PageOptions(pageSize, token, read);
    }
}
