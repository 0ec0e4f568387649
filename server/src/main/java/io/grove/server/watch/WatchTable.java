package io.grove.server.watch;

import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All watches of one member, found by path and by sink. Lives in memory only: a watch is a promise to one stream, and
 * ends with it. Guarded by the state lock.
 */
public final class WatchTable {
    /** A watch and where its events go. */
    record Entry(WatchSink sink, Watch watch) {}

    /**
     * In the order in which the watches came. Mostly there is one at a path; but whole herds may watch the same, and
     * come and go.
     */
    private final Map<ZnodePath, Set<Entry>> byPath = new HashMap<>();
    /** In the order in which the sinks came, so that a simulation runs the same way every time. */
    private final Map<WatchSink, Map<Long, Entry>> bySink = new LinkedHashMap<>();

    private volatile int count;
    private int recursiveCount;

    /** Adds a watch; false if its id is taken at this sink. */
    public boolean add(WatchSink sink, Watch watch) {
        Entry entry = new Entry(sink, watch);
        Map<Long, Entry> ofSink = bySink.computeIfAbsent(sink, s -> new LinkedHashMap<>());
        if (ofSink.putIfAbsent(watch.id(), entry) != null) {
            return false;
        }
        byPath.merge(watch.path(), Set.of(entry), WatchTable::joined);
        changeCounts(watch, 1);
        return true;
    }

    private static Set<Entry> joined(Set<Entry> atPath, Set<Entry> added) {
        Set<Entry> all = atPath instanceof LinkedHashSet ? atPath : new LinkedHashSet<>(atPath);
        all.addAll(added);
        return all;
    }

    /** Whether a sink has a watch with this id. */
    public boolean has(WatchSink sink, long watchId) {
        return bySink.getOrDefault(sink, Map.of()).containsKey(watchId);
    }

    /** Removes some watches of a sink: their ids, in order. */
    public List<Long> remove(WatchSink sink, WatchSelection which) {
        List<Long> removed = new ArrayList<>();
        for (Entry entry : candidates(sink, which)) {
            if (which.has(entry.watch())) {
                removeEntry(entry);
                removed.add(entry.watch().id());
            }
        }
        Collections.sort(removed);
        return removed;
    }

    /** Among these are all that are meant; looked for where there are few. */
    private List<Entry> candidates(WatchSink sink, WatchSelection which) {
        Map<Long, Entry> ofSink = bySink.getOrDefault(sink, Map.of());
        if (which instanceof WatchSelection.ById one) {
            Entry entry = ofSink.get(one.watchId());
            return entry == null ? List.of() : List.of(entry);
        }
        if (which instanceof WatchSelection.OfPath some) {
            return at(some.path()).stream()
                    .filter(entry -> entry.sink() == sink)
                    .toList();
        }
        return of(sink);
    }

    /** Removes a sink with all its watches. */
    public void removeAll(WatchSink sink) {
        of(sink).forEach(this::removeEntry);
    }

    /** Number of watches. Needs no lock. */
    public int count() {
        return count;
    }

    /** Number of watches of a sink. */
    public int count(WatchSink sink) {
        return bySink.getOrDefault(sink, Map.of()).size();
    }

    Set<WatchSink> sinks() {
        return bySink.keySet();
    }

    List<Entry> of(WatchSink sink) {
        return List.copyOf(bySink.getOrDefault(sink, Map.of()).values());
    }

    boolean hasRecursive() {
        return recursiveCount > 0;
    }

    /** The watches left at this very path, oldest first. */
    Set<Entry> at(ZnodePath path) {
        return byPath.getOrDefault(path, Set.of());
    }

    /** The watches left at this very path that wait for this, oldest first. Those that are one-shot are gone then. */
    List<Entry> fire(ZnodePath path, Occurrence occurrence) {
        List<Entry> fired = at(path).stream()
                .filter(entry -> entry.watch().awaits(occurrence))
                .toList();
        for (Entry entry : fired) {
            if (entry.watch().mode().isOneShot()) {
                removeEntry(entry);
            }
        }
        return fired;
    }

    void removeEntry(Entry entry) {
        Watch watch = entry.watch();
        Set<Entry> atPath = at(watch.path());
        if (atPath.size() > 1) {
            atPath.remove(entry);
        } else {
            byPath.remove(watch.path());
        }
        Map<Long, Entry> ofSink = bySink.getOrDefault(entry.sink(), Map.of());
        ofSink.remove(watch.id());
        if (ofSink.isEmpty()) {
            bySink.remove(entry.sink());
        }
        changeCounts(watch, -1);
    }

    // The state lock makes the increment safe; volatile is for readers of the gauge.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void changeCounts(Watch watch, int by) {
        count += by;
        if (watch.mode() == WatchMode.PERSISTENT_RECURSIVE) {
            recursiveCount += by;
        }
    }
}
