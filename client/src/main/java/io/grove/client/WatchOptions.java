package io.grove.client;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What of the events of a watch is delivered, and from when on.
 *
 * @param types only these types of events; empty means all. RESYNC is always delivered
 * @param depth for a recursive watch: only znodes at most so many levels below the watched one; absent means all
 * @param detail what of the changed znode the event carries
 * @param fromZxid when present: first what has happened after this zxid, or RESYNC when the ensemble's history does not
 *     reach back so far
 * @param isReportingProgress whether {@link WatchListener#progressed} is called; for persistent watches only
 */
public record WatchOptions(
        Set<WatchEvent.Type> types,
        OptionalInt depth,
        Detail detail,
        OptionalLong fromZxid,
        boolean isReportingProgress) {

    /** What of the changed znode. */
    public enum Detail {
        /** Nothing but its path. */
        PATH,
        /** Its metadata. */
        STAT,
        /** Its metadata and data. */
        DATA
    }

    /** Copies the set; refuses a negative depth or zxid with {@link IllegalArgumentException}. */
    public WatchOptions {
        types = Set.copyOf(types);
        if (depth.isPresent() && depth.getAsInt() < 0) {
            throw new IllegalArgumentException("depth " + depth.getAsInt() + " is negative");
        }
        if (fromZxid.isPresent() && fromZxid.getAsLong() < 0) {
            throw new IllegalArgumentException("fromZxid " + fromZxid.getAsLong() + " is negative");
        }
    }

    /** Everything from now on, without detail. */
    public static WatchOptions all() {
        return new WatchOptions(Set.of(), OptionalInt.empty(), Detail.PATH, OptionalLong.empty(), false);
    }

    /** The same for these types only. */
    public WatchOptions ofTypes(Set<WatchEvent.Type> only) {
        return new WatchOptions(only, depth, detail, fromZxid, isReportingProgress);
    }

    /** The same down to this level below the watched znode. */
    public WatchOptions toDepth(int levels) {
        return new WatchOptions(types, OptionalInt.of(levels), detail, fromZxid, isReportingProgress);
    }

    /** The same with this of the changed znode. */
    public WatchOptions withDetail(Detail other) {
        return new WatchOptions(types, depth, other, fromZxid, isReportingProgress);
    }

    /** The same, beginning with what has happened after this zxid. */
    public WatchOptions resumingFrom(long zxid) {
        return new WatchOptions(types, depth, detail, OptionalLong.of(zxid), isReportingProgress);
    }

    /** The same with reports of progress. */
    public WatchOptions reportingProgress() {
        return new WatchOptions(types, depth, detail, fromZxid, true);
    }
}
