package io.grove.client;

/**
 * How much a client holds at most for requests that are not answered yet, sent or waiting to be sent. A request beyond
 * that fails at once with OVERLOADED and is not sent: the program is faster than the ensemble and has to wait for
 * earlier answers.
 *
 * @param requestsPendingMax number of requests, at least 1
 * @param bytesPendingMax size of all these requests, at least {@code requestBytesMax}
 * @param requestBytesMax size of one request; a larger one fails with TOO_LARGE
 */
public record ClientLimits(int requestsPendingMax, long bytesPendingMax, int requestBytesMax) {
    /** 10,000 requests, 64 MiB; 4 MiB for one. */
    public static final ClientLimits DEFAULT = new ClientLimits(10_000, 64L << 20, 4 << 20);

    /** Refuses values out of range with {@link IllegalArgumentException}. */
    public ClientLimits {
        if (requestsPendingMax < 1) {
            throw new IllegalArgumentException("requestsPendingMax " + requestsPendingMax + " is below 1");
        }
        if (requestBytesMax < 1024) {
            throw new IllegalArgumentException("requestBytesMax " + requestBytesMax + " is below 1024");
        }
        if (bytesPendingMax < requestBytesMax) {
            throw new IllegalArgumentException("bytesPendingMax " + bytesPendingMax + " is below requestBytesMax");
        }
    }
}
