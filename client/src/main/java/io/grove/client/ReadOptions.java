package io.grove.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How reads are served.
 *
 * @param consistency how fresh the answer has to be
 * @param minZxid the answer reflects at least this zxid; pass {@link GroveReader#lastZxidSeen()} of another client to
 *     see at least what that one has seen. 0 asks for nothing
 * @param atZxid when present: the answer is that of the state at this zxid, which the ensemble keeps for a while;
 *     COMPACTED when it no longer does. No watch can be left by such a read
 * @param watch when set: leaves a one-shot watch in the same step as the read, so that no change falls between. Data
 *     and deletion for {@code get}, these and creation for {@code exists} (also when the znode does not exist),
 *     children and deletion for {@code children}; other reads leave none. A read that fails leaves none
 */
public record ReadOptions(
        Consistency consistency,
        long minZxid,
        OptionalLong atZxid,
        @Nullable WatchListener watch) {
    /** Refuses negative zxids, and a watch on a past state, with {@link IllegalArgumentException}. */
    public ReadOptions {
        if (minZxid < 0) {
            throw new IllegalArgumentException("minZxid " + minZxid + " is negative");
        }
        if (atZxid.isPresent() && atZxid.getAsLong() < 0) {
            throw new IllegalArgumentException("atZxid " + atZxid.getAsLong() + " is negative");
        }
        if (atZxid.isPresent() && watch != null) {
            throw new IllegalArgumentException("a read of a past state can't leave a watch");
        }
    }

    private static ReadOptions of(Consistency consistency) {
        return new ReadOptions(consistency, 0, OptionalLong.empty(), null);
    }

    /** SESSION, without watch. */
    public static ReadOptions session() {
        return of(Consistency.SESSION);
    }

    /** LINEARIZABLE, without watch. */
    public static ReadOptions linearizable() {
        return of(Consistency.LINEARIZABLE);
    }

    /** STALE, without watch. */
    public static ReadOptions stale() {
        return of(Consistency.STALE);
    }

    /** The same with a least zxid. */
    public ReadOptions withMinZxid(long zxid) {
        return new ReadOptions(consistency, zxid, atZxid, watch);
    }

    /** The same of the state at this zxid. */
    public ReadOptions at(long zxid) {
        return new ReadOptions(consistency, minZxid, OptionalLong.of(zxid), watch);
    }

    /** The same, leaving a one-shot watch. */
    public ReadOptions withWatch(WatchListener listener) {
        return new ReadOptions(consistency, minZxid, atZxid, listener);
    }

    /** The same, leaving no watch. */
    public ReadOptions withoutWatch() {
        return new ReadOptions(consistency, minZxid, atZxid, null);
    }
}
