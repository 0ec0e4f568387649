package io.grove.tree;

import io.grove.collection.PersistentSortedMap;
import java.util.Map;

/** In which order children are listed. */
public enum ChildOrder {
    /** By name: the order of UTF-16 code units. */
    ASCENDING,
    /** The reverse. */
    DESCENDING;

    /** All children in this order. */
    public Iterable<Map.Entry<String, Znode>> of(PersistentSortedMap<String, Znode> children) {
        return this == ASCENDING ? children : children.descending();
    }

    /** The children that stand behind a name, which need not be there, in this order. */
    public Iterable<Map.Entry<String, Znode>> behind(String name, PersistentSortedMap<String, Znode> children) {
        return this == ASCENDING ? children.entriesAfter(name) : children.descendingBefore(name);
    }

    /** Whether a name stands at or behind another in this order. */
    public boolean isAtOrBehind(String name, String other) {
        int order = name.compareTo(other);
        return this == ASCENDING ? order >= 0 : order <= 0;
    }
}
