package io.grove.server.watch;

import io.grove.tree.ZnodePath;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What of its events a watch wants to be told, and in which detail. What it does not want to be told is no event for
 * it: a one-shot watch goes on waiting.
 *
 * @param types only these, empty for all
 * @param depth when present, only znodes at most so many levels below the watched one; not negative
 * @param withStat whether events carry the znode's metadata
 * @param withData whether events carry the znode's metadata and data
 */
public record WatchFilter(Set<WatchEventType> types, OptionalInt depth, boolean withStat, boolean withData) {
    /** Everything is told, and nothing with it. */
    public static final WatchFilter NONE = new WatchFilter(Set.of(), OptionalInt.empty(), false, false);

    /** Copies the set. */
    public WatchFilter {
        types = Set.copyOf(types);
    }

    boolean passes(WatchEventType type, ZnodePath watched, ZnodePath changed) {
        return (types.isEmpty() || types.contains(type))
                && (depth.isEmpty() || changed.depth() - watched.depth() <= depth.getAsInt());
    }
}
