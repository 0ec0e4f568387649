package io.grove.client;

import org.jspecify.annotations.Nullable;

/**
 * How {@code exists}, {@code get} and {@code children} are served.
 *
 * @param consistency how fresh the answer has to be
 * @param minZxid the answer reflects at least this zxid; pass {@link GroveClient#lastZxidSeen()} of another client to
 *     see at least what that one has seen. 0 asks for nothing
 * @param watch when set: leaves a one-shot watch in the same step as the read, so that no change falls between. Data
 *     and deletion for {@code get}, these and creation for {@code exists} (also when the znode does not exist),
 *     children and deletion for {@code children}. A read that fails leaves none
 */
public record ReadOptions(
        Consistency consistency, long minZxid, @Nullable WatchListener watch) {
    /** Refuses a negative zxid with {@link IllegalArgumentException}. */
    public ReadOptions {
        if (minZxid < 0) {
            throw new IllegalArgumentException("minZxid " + minZxid + " is negative");
        }
    }

    /** SESSION, without watch. */
    public static ReadOptions session() {
        return new ReadOptions(Consistency.SESSION, 0, null);
    }

    /** LINEARIZABLE, without watch. */
    public static ReadOptions linearizable() {
        return new ReadOptions(Consistency.LINEARIZABLE, 0, null);
    }

    /** STALE, without watch. */
    public static ReadOptions stale() {
        return new ReadOptions(Consistency.STALE, 0, null);
    }

    /** The same with a least zxid. */
    public ReadOptions withMinZxid(long zxid) {
        return new ReadOptions(consistency, zxid, watch);
    }

    /** The same, leaving a one-shot watch. */
    public ReadOptions withWatch(WatchListener listener) {
        return new ReadOptions(consistency, minZxid, listener);
    }
}
