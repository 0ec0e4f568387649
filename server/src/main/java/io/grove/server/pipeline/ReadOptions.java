package io.grove.server.pipeline;

import java.util.OptionalLong;

/**
 * How a read is to be served.
 *
 * @param consistency how fresh it has to be
 * @param minZxid the answer reflects at least this zxid
 * @param atZxid when present, the answer reflects the state at this zxid, whatever happened since
 */
public record ReadOptions(Consistency consistency, long minZxid, OptionalLong atZxid) {
    /** A read of the newest state. */
    public ReadOptions(Consistency consistency, long minZxid) {
        this(consistency, minZxid, OptionalLong.empty());
    }

    /**
     * A read of the state at a zxid. That is the same on every member and for ever, so it only has to be waited for:
     * neither a leader nor what a session has seen makes a difference.
     */
    public static ReadOptions at(long zxid) {
        return new ReadOptions(Consistency.STALE, zxid, OptionalLong.of(zxid));
    }
}
