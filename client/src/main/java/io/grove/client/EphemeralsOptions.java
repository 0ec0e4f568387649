package io.grove.client;

/**
 * Which ephemerals are listed.
 *
 * @param sessionId of which session; 0 means the caller's own. Others are for administrators
 * @param path only those at or below this path; empty means all
 * @param pageSize at most so many; 0 means as many as the ensemble allows, which is 10,000
 * @param pageToken {@link Page#nextPageToken()} of the page before; empty for the first page
 * @param read how the read is served
 */
public record EphemeralsOptions(long sessionId, String path, int pageSize, String pageToken, ReadOptions read) {
    /** All of the caller's own, with SESSION consistency. */
    public static EphemeralsOptions own() {
        return of(0);
    }

    /** All of this session, with SESSION consistency. */
    public static EphemeralsOptions of(long sessionId) {
        return new EphemeralsOptions(sessionId, "", 0, "", ReadOptions.session());
    }

    /** The page after the one that gave this token. */
    public EphemeralsOptions after(String token) {
        return new EphemeralsOptions(sessionId, path, pageSize, token, read);
    }
}
