package io.grove.server.read;

/**
 * What still fits on a page: entries, bytes of data, bytes of all else; and how many more may be looked at, so that a
 * page on which little is found ends, too. The first entry always fits. Not thread-safe.
 */
final class PageBudget {
    /** Bounds the data of a page. */
    static final long DATA_BYTES_MAX = 1 << 20;

    /** Bounds names, paths and metadata of a page; with the data it stays below what any message can carry. */
    static final long OTHER_BYTES_MAX = 2 << 20;

    private final Effort effort;
    private int entriesLeft;
    private long dataBytesLeft = DATA_BYTES_MAX;
    private long otherBytesLeft = OTHER_BYTES_MAX;
    private boolean isUntouched = true;

    PageBudget(int entries, Effort effort) {
        this.entriesLeft = entries;
        this.effort = effort;
    }

    /** Takes an entry in, unless the page is full. */
    boolean take(long dataBytes, long otherBytes) {
        boolean fits = entriesLeft > 0 && dataBytes <= dataBytesLeft && otherBytes <= otherBytesLeft;
        if (!isUntouched && !(fits && effort.spend())) {
            return false;
        }
        isUntouched = false;
        entriesLeft--;
        dataBytesLeft -= dataBytes;
        otherBytesLeft -= otherBytes;
        return true;
    }

    /** Looks at something that is left out, unless the page has to end. */
    boolean pass() {
        boolean isAllowed = isUntouched || effort.spend();
        isUntouched = false;
        return isAllowed;
    }

    /** How much one request may look at. */
    static final class Effort {
        private static final int ENTRIES_MAX = 100_000;

        private int left = ENTRIES_MAX;

        boolean spend() {
            left--;
            return left >= 0;
        }
    }
}
