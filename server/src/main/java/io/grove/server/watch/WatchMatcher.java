package io.grove.server.watch;

import io.grove.command.Change;
import io.grove.machine.MachineState;
import io.grove.tree.Permission;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works out which watches a command's changes are for: the matrix of specification C.2. Per change a sink gets at most
 * one event about the znode itself and then one about its parent's children, each with the ids of all its watches that
 * wait for it (C7), if its caller may read that znode (C8). One-shot watches that fire are gone, whether that is told
 * or not (ONE_SHOT_FIRES_ONCE). Guarded by the state lock.
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
     * @param after the state that the command left
     * @param changes its changes in order
     */
    public Map<WatchSink, List<WatchEvent>> match(MachineState after, List<Change> changes) {
        if (table.count() == 0 || changes.isEmpty()) {
            return Map.of();
        }
        Map<WatchSink, Delivery> deliveries = new LinkedHashMap<>();
        for (Change change : changes) {
            for (Occurrence occurrence : Occurrence.of(change)) {
                fired(occurrence).forEach((sink, watches) -> {
                    if (sink.caller().may(Permission.READ, occurrence.acl())) {
                        deliveries
                                .computeIfAbsent(sink, s -> new Delivery(s, after))
                                .add(occurrence, watches);
                    }
                });
            }
        }
        Map<WatchSink, List<WatchEvent>> events = new LinkedHashMap<>();
        deliveries.forEach((sink, delivery) -> events.put(sink, delivery.events()));
        return events;
    }

    /** The state was replaced: every watch is told so, and one-shot watches have fired. */
    public Map<WatchSink, List<WatchEvent>> resyncAll(long zxid) {
        Map<WatchSink, List<WatchEvent>> events = new LinkedHashMap<>();
        for (WatchSink sink : List.copyOf(table.sinks())) {
            List<WatchEvent> ofSink = new ArrayList<>();
            for (WatchTable.Entry entry : table.of(sink)) {
                ofSink.add(WatchEvent.resync(zxid, entry.watch()));
                if (entry.watch().mode().isOneShot()) {
                    table.removeEntry(entry);
                }
            }
            events.put(sink, ofSink);
        }
        return events;
    }

    /** The watches that wait for this, by sink; those that are one-shot are taken out. */
    private Map<WatchSink, List<Watch>> fired(Occurrence occurrence) {
        Map<WatchSink, List<Watch>> fired = new LinkedHashMap<>();
        fireAt(occurrence.path(), occurrence, fired);
        if (occurrence.type() != WatchEventType.NODE_CHILDREN_CHANGED && table.hasRecursive()) {
            for (ZnodePath at = occurrence.path(); !at.isRoot(); ) {
                at = at.parent();
                fireAt(at, occurrence, fired);
            }
        }
        return fired;
    }

    private void fireAt(ZnodePath at, Occurrence occurrence, Map<WatchSink, List<Watch>> fired) {
        for (WatchTable.Entry entry : table.fire(at, occurrence)) {
            fired.computeIfAbsent(entry.sink(), s -> new ArrayList<>(1)).add(entry.watch());
        }
    }

    /** What one command has for one sink. */
    private static final class Delivery {
        private final MachineState after;
        private final EventFrame frame;
        private final Map<Long, Watch> watches = new LinkedHashMap<>();

        Delivery(WatchSink sink, MachineState after) {
            this.after = after;
            this.frame = new EventFrame(sink, EVENTS_PER_COMMAND_MAX);
        }

        void add(Occurrence occurrence, List<Watch> fired) {
            fired.forEach(watch -> watches.put(watch.id(), watch));
            frame.add(after.zxid(), occurrence, after, fired);
        }

        List<WatchEvent> events() {
            if (!frame.isOverfull()) {
                return frame.events();
            }
            return watches.values().stream()
                    .map(watch -> WatchEvent.resync(after.zxid(), watch))
                    .toList();
        }
    }
}
