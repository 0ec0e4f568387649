package io.grove.server.watch;

import io.grove.tree.ZnodePath;
import org.jspecify.annotations.Nullable;

/** Some of the watches of a sink. */
public sealed interface WatchSelection {
    /**
     * The one with an id.
     *
     * @param watchId which
     */
    record ById(long watchId) implements WatchSelection {}

    /**
     * Those of a znode.
     *
     * @param path which
     * @param mode only those of this mode, null for every mode
     */
    record OfPath(ZnodePath path, @Nullable WatchMode mode) implements WatchSelection {}

    /** All. */
    record All() implements WatchSelection {}

    /** Whether a watch is one of them. */
    default boolean has(Watch watch) {
        if (this instanceof ById one) {
            return watch.id() == one.watchId();
        }
        if (this instanceof OfPath some) {
            return watch.path().equals(some.path()) && (some.mode() == null || watch.mode() == some.mode());
        }
        return true;
    }
}
