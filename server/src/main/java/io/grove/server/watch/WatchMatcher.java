package io.grove.server.watch;

import io.grove.command.Change;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Works out which watches a command's changes are for: the matrix of specification C.2. Per change a sink gets at most
 * one event about the znode itself and then one about its parent's children, each with the ids of all its watches that
 * wait for it (C7). One-shot watches that fire are gone (ONE_SHOT_FIRES_ONCE). Guarded by the state lock.
 */
public final class WatchMatcher {
    /** A command with more events than this for one sink is told as RESYNC instead: a message has to stay sendable. */
    static final int EVENTS_PER_COMMAND_MAX = 10_000;

    private final WatchTable table;

    /** Matches against this table. */
    public WatchMatcher(WatchTable table) {
        this.table = table;
    }

    /**
     * The events of one command by sink, in order.
     *
     * @param zxid zxid of the command
     * @param changes its changes in order
     */
    public Map<WatchSink, List<WatchEvent>> match(long zxid, List<Change> changes) {
        if (table.count() == 0 || changes.isEmpty()) {
            return Map.of();
        }
        Map<WatchSink, Delivery> deliveries = new LinkedHashMap<>();
        for (Change change : changes) {
            ZnodePath path = change.path();
            collect(deliveries, zxid, typeOf(change), path);
            if (changesParent(change)) {
                collect(deliveries, zxid, WatchEventType.NODE_CHILDREN_CHANGED, path.parent());
            }
        }
        Map<WatchSink, List<WatchEvent>> events = new LinkedHashMap<>();
        deliveries.forEach((sink, delivery) -> events.put(sink, delivery.events(zxid)));
        return events;
    }

    /** The state was replaced: every watch is told so, and one-shot watches have fired. */
    public Map<WatchSink, List<WatchEvent>> resyncAll(long zxid) {
        Map<WatchSink, List<WatchEvent>> events = new LinkedHashMap<>();
        for (WatchSink sink : List.copyOf(table.sinks())) {
            List<WatchEvent> ofSink = new ArrayList<>();
            for (Watch watch : table.watches(sink)) {
                ofSink.add(resync(zxid, watch));
                if (watch.mode().isOneShot()) {
                    table.remove(sink, watch.id());
                }
            }
            events.put(sink, ofSink);
        }
        return events;
    }

    private void collect(Map<WatchSink, Delivery> deliveries, long zxid, WatchEventType type, ZnodePath path) {
        Map<WatchSink, List<Watch>> matched = new LinkedHashMap<>();
        match(matched, path, type, false);
        if (type != WatchEventType.NODE_CHILDREN_CHANGED && table.hasRecursive()) {
            for (ZnodePath at = path; !at.isRoot(); ) {
                at = at.parent();
                match(matched, at, type, true);
            }
        }
        matched.forEach((sink, watches) -> deliveries
                .computeIfAbsent(sink, s -> new Delivery())
                .add(
                        new WatchEvent(
                                zxid,
                                type,
                                path,
                                watches.stream().map(Watch::id).toList()),
                        watches));
    }

    private void match(Map<WatchSink, List<Watch>> matched, ZnodePath at, WatchEventType type, boolean isAncestor) {
        List<WatchTable.Entry> entries = table.at(at);
        if (entries.isEmpty()) {
            return;
        }
        for (WatchTable.Entry entry : List.copyOf(entries)) {
            Watch watch = entry.watch();
            boolean fires = isAncestor
                    ? watch.mode() == WatchMode.PERSISTENT_RECURSIVE
                    : watch.mode().awaits(type);
            if (fires) {
                matched.computeIfAbsent(entry.sink(), s -> new ArrayList<>(1)).add(watch);
                if (watch.mode().isOneShot()) {
                    table.removeEntry(entry);
                }
            }
        }
    }

    /** The event that a change is for one watch, or null if it is none: a row of the matrix. */
    static @Nullable WatchEvent eventFor(Watch watch, long zxid, Change change) {
        ZnodePath path = change.path();
        WatchEventType type = typeOf(change);
        boolean isOwn = path.equals(watch.path());
        boolean isBelow = watch.mode() == WatchMode.PERSISTENT_RECURSIVE && path.isWithin(watch.path());
        if ((isOwn && watch.mode().awaits(type)) || isBelow) {
            return new WatchEvent(zxid, type, path, List.of(watch.id()));
        }
        if (changesParent(change)
                && path.parent().equals(watch.path())
                && watch.mode().awaits(WatchEventType.NODE_CHILDREN_CHANGED)) {
            return new WatchEvent(zxid, WatchEventType.NODE_CHILDREN_CHANGED, watch.path(), List.of(watch.id()));
        }
        return null;
    }

    static WatchEvent resync(long zxid, Watch watch) {
        return new WatchEvent(zxid, WatchEventType.RESYNC, watch.path(), List.of(watch.id()));
    }

    private static boolean changesParent(Change change) {
        return !(change instanceof Change.DataChanged) && !change.path().isRoot();
    }

    private static WatchEventType typeOf(Change change) {
        if (change instanceof Change.NodeCreated) {
            return WatchEventType.NODE_CREATED;
        }
        return change instanceof Change.NodeDeleted ? WatchEventType.NODE_DELETED : WatchEventType.NODE_DATA_CHANGED;
    }

    /** What one command has for one sink. */
    private static final class Delivery {
        private final List<WatchEvent> events = new ArrayList<>();
        private final Map<Long, Watch> watches = new LinkedHashMap<>();

        void add(WatchEvent event, List<Watch> matched) {
            matched.forEach(watch -> watches.put(watch.id(), watch));
            if (events.size() <= EVENTS_PER_COMMAND_MAX) {
                events.add(event);
            }
        }

        List<WatchEvent> events(long zxid) {
            if (events.size() <= EVENTS_PER_COMMAND_MAX) {
                return events;
            }
            return watches.values().stream().map(watch -> resync(zxid, watch)).toList();
        }
    }
}
