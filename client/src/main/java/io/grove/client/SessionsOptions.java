package io.grove.client;

/**
 * Which page of sessions is listed.
 *
 * @param pageSize at most so many; 0 means as many as the ensemble allows, which is 1,000
 * @param pageToken {@link Page#nextPageToken()} of the page before; empty for the first page
 * @param read how the read is served
 */
public record SessionsOptions(int pageSize, String pageToken, ReadOptions read) {
    /** The first page, with LINEARIZABLE consistency. */
    public static SessionsOptions first() {
        return new SessionsOptions(0, "", ReadOptions.linearizable());
    }

    /** The page after the one that gave this token. */
    public SessionsOptions after(String token) {
        return new SessionsOptions(pageSize, token, read);
    }
}
