package io.grove.server.watch;

import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    private final Map<ZnodePath, List<Entry>> byPath = new HashMap<>();
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
        byPath.computeIfAbsent(watch.path(), p -> new ArrayList<>(1)).add(entry);
        changeCounts(watch, 1);
        return true;
    }

    /** Whether a sink has a watch with this id. */
    public boolean has(WatchSink sink, long watchId) {
        return bySink.getOrDefault(sink, Map.of()).containsKey(watchId);
    }

    /** Removes a watch; false if there is none with this id at this sink. */
    public boolean remove(WatchSink sink, long watchId) {
        Map<Long, Entry> ofSink = bySink.getOrDefault(sink, Map.of());
        Entry entry = ofSink.get(watchId);
        if (entry == null) {
            return false;
        }
        removeEntry(entry);
        return true;
    }

    /** Removes a sink with all its watches. */
    public void removeAll(WatchSink sink) {
        for (Entry entry : List.copyOf(bySink.getOrDefault(sink, Map.of()).values())) {
            removeEntry(entry);
        }
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

    List<Watch> watches(WatchSink sink) {
        return bySink.getOrDefault(sink, Map.of()).values().stream()
                .map(Entry::watch)
                .toList();
    }

    boolean hasRecursive() {
        return recursiveCount > 0;
    }

    /** The watches left at this very path, oldest first. */
    List<Entry> at(ZnodePath path) {
        return byPath.getOrDefault(path, List.of());
    }

    void removeEntry(Entry entry) {
        Watch watch = entry.watch();
        List<Entry> atPath = at(watch.path());
        atPath.remove(entry);
        if (atPath.isEmpty()) {
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
