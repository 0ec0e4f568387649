package io.grove.client;

/**
 * Which quotas are listed.
 *
 * @param path only those at or below this path; empty means all
 * @param pageSize at most so many; 0 means as many as the ensemble allows, which is 10,000
 * @param pageToken {@link Page#nextPageToken()} of the page before; empty for the first page
 * @param read how the read is served
 */
public record QuotasOptions(String path, int pageSize, String pageToken, ReadOptions read) {
    /** All, with SESSION consistency. */
    public static QuotasOptions all() {
        return new QuotasOptions("", 0, "", ReadOptions.session());
    }

    /** The page after the one that gave this token. */
    public QuotasOptions after(String token) {
        return new QuotasOptions(path, pageSize, token, read);
    }
}
