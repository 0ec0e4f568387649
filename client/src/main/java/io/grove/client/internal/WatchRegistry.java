package io.grove.client.internal;

import io.grove.client.GroveException;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import io.grove.client.WatchOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The watches of a client, one-shot and persistent, and from which zxid each has to go on after a reconnect.
 *
 * <p>NO_MISSED_EVENT. All events up to {@code completeZxid} have been received: an answer or heartbeat at z comes after
 * all events up to z, an event at z after all events before z. More can't be concluded from an event, because several
 * events may have the same zxid and the stream may break between them. So a watch goes on from there, and skips as many
 * events of the next zxid as it has delivered of it. A watch that is being carried over, and whose AddWatch is not
 * answered when the new stream breaks too, goes on from its own last place, since answers to others say nothing about
 * it yet.
 *
 * <p>Used on the loop, except where a method says otherwise.
 */
final class WatchRegistry {
    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private long completeZxid;

    /** One watch. */
    static final class Entry {
        final long id;
        final String path;
        final WatchMode mode;
        final WatchOptions options;
        final WatchListener listener;

        /** Set from any thread; the callback thread looks at it before it calls the listener. */
        volatile boolean removed;

        private boolean left;
        private boolean beingCarriedOver;
        private long fromZxid;
        private long eventZxid;
        private int eventsAtZxid;
        private int eventsToSkip;

        Entry(long id, String path, WatchMode mode, WatchOptions options, WatchListener listener) {
            this.id = id;
            this.path = path;
            this.mode = mode;
            this.options = options;
            this.listener = listener;
        }
    }

    /** A new watch, not left at a member yet. From any thread. */
    Entry register(String path, WatchMode mode, WatchOptions options, WatchListener listener) {
        Entry entry = new Entry(ids.incrementAndGet(), path, mode, options, listener);
        entries.put(entry.id, entry);
        return entry;
    }

    /** The watches of which this holds. From any thread. */
    List<Entry> find(Predicate<Entry> which) {
        return entries.values().stream().filter(which).filter(e -> !e.removed).toList();
    }

    /** Whether this watch still stands. From any thread. */
    boolean holds(Entry entry) {
        return entries.containsKey(entry.id);
    }

    /** The request that leaves or carries over a watch was answered. */
    void answered(Entry entry, boolean success) {
        if (success) {
            entry.left = true;
            entry.beingCarriedOver = false;
        } else {
            drop(entry);
        }
    }

    /** The watch is over. */
    void drop(Entry entry) {
        entries.remove(entry.id);
    }

    /** All events up to this zxid have been received. */
    void completeUpTo(long zxid) {
        completeZxid = Math.max(completeZxid, zxid);
    }

    /** Takes an event for some watches; gives the calls that are due. */
    List<Runnable> take(WatchEvent event, List<Long> watchIds) {
        boolean isResync = event.type() == WatchEvent.Type.RESYNC;
        if (!isResync) {
            completeUpTo(event.zxid() - 1);
        }
        List<Runnable> calls = new ArrayList<>();
        for (long id : watchIds) {
            Entry entry = entries.get(id);
            if (entry != null && (isResync || !wasDelivered(entry, event.zxid()))) {
                entry.eventsToSkip = isResync ? 0 : entry.eventsToSkip;
                if (entry.mode.isOneShot()) {
                    drop(entry);
                }
                calls.add(() -> call(entry, event));
            }
        }
        return calls;
    }

    private static boolean wasDelivered(Entry entry, long zxid) {
        if (zxid < entry.eventZxid) {
            return true; // Told again, because the request that left the watch was sent again.
        }
        if (entry.eventZxid == zxid && entry.eventsToSkip > 0) {
            entry.eventsToSkip--;
            return true;
        }
        if (entry.eventZxid == zxid) {
            entry.eventsAtZxid++;
        } else {
            entry.eventZxid = zxid;
            entry.eventsAtZxid = 1;
            entry.eventsToSkip = 0;
        }
        return false;
    }

    private static void call(Entry entry, WatchEvent event) {
        if (!entry.removed) {
            entry.listener.changed(event);
        }
    }

    /**
     * The watches to carry over to a new stream, each with the zxid to go on from, in the order in which they were
     * left.
     */
    List<CarryOver> carryOver() {
        return entries.values().stream()
                .filter(e -> e.left && !e.removed)
                .sorted(Comparator.comparingLong(e -> e.id))
                .map(this::carryOver)
                .toList();
    }

    private CarryOver carryOver(Entry entry) {
        entry.fromZxid = entry.beingCarriedOver ? Math.max(entry.fromZxid, entry.eventZxid - 1) : completeZxid;
        entry.eventsToSkip = entry.eventZxid > entry.fromZxid ? entry.eventsAtZxid : 0;
        entry.beingCarriedOver = true;
        return new CarryOver(entry, entry.fromZxid);
    }

    /**
     * A watch and where it goes on.
     *
     * @param entry the watch
     * @param fromZxid events after this one are wanted
     */
    record CarryOver(Entry entry, long fromZxid) {}

    /**
     * The stream has broken. A watch that goes on from a zxid of the program's choice, and whose request is not
     * answered yet, will be left from there again: what it has told is to be skipped.
     */
    void broken() {
        entries.values().stream()
                .filter(e -> !e.left && e.options.fromZxid().isPresent())
                .forEach(e -> e.eventsToSkip = e.eventsAtZxid);
    }

    /** The calls that tell how far all events have come. */
    List<Runnable> progress() {
        long zxid = completeZxid;
        return entries.values().stream()
                .filter(e -> e.left && e.options.isReportingProgress() && !e.mode.isOneShot())
                .<Runnable>map(e -> () -> {
                    if (!e.removed) {
                        e.listener.progressed(zxid);
                    }
                })
                .toList();
    }

    /** The session is over: forgets all watches, gives the calls that tell their listeners. */
    List<Runnable> end(GroveException why) {
        List<Runnable> calls = new ArrayList<>();
        entries.values().stream().sorted(Comparator.comparingLong(e -> e.id)).forEach(entry -> {
            calls.add(() -> {
                if (!entry.removed) {
                    entry.listener.ended(why);
                }
            });
        });
        entries.clear();
        return calls;
    }
}
