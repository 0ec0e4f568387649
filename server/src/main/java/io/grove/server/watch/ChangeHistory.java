package io.grove.server.watch;

import io.grove.command.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest changes, so that a watch can go on from a zxid after its stream has broken, on any member
 * (NO_MISSED_EVENT). Bounded by the number of changes; where it does not reach back, the answer is RESYNC, never
 * silence. Guarded by the state lock.
 */
public final class ChangeHistory {
    private final int changesMax;
    private final TreeMap<Long, List<Change>> changesByZxid = new TreeMap<>();
    private volatile int size;
    /** Every change after this zxid is here. */
    private long completeAfterZxid;

    /**
     * An empty history.
     *
     * @param changesMax how many changes it keeps
     */
    public ChangeHistory(int changesMax) {
        this.changesMax = changesMax;
    }

    /** Takes the changes of a command; zxids come in order. */
    // The state lock makes the increment safe; volatile is for readers of the gauge.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void record(long zxid, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        changesByZxid.put(zxid, changes);
        size += changes.size();
        while (size > changesMax) {
            Map.Entry<Long, List<Change>> oldest = changesByZxid.pollFirstEntry();
            completeAfterZxid = oldest.getKey();
            size -= oldest.getValue().size();
        }
    }

    /** The state was replaced by that of a zxid; what was before is not known. */
    public void reset(long zxid) {
        changesByZxid.clear();
        size = 0;
        completeAfterZxid = zxid;
    }

    /** Number of changes kept. Needs no lock. */
    public int size() {
        return size;
    }

    /**
     * What a watch has missed: its events in order, for a one-shot watch only the first, or one RESYNC if that is not
     * known or is too much.
     *
     * @param watch the watch, which is not (yet) in the table
     * @param fromZxid the events after this one
     * @param zxid zxid of the state, at least {@code fromZxid}
     * @param eventsMax more events than this are told as RESYNC
     */
    public List<WatchEvent> replay(Watch watch, long fromZxid, long zxid, int eventsMax) {
        if (fromZxid < completeAfterZxid) {
            return List.of(WatchMatcher.resync(zxid, watch));
        }
        List<WatchEvent> events = new ArrayList<>();
        for (Map.Entry<Long, List<Change>> command :
                changesByZxid.tailMap(fromZxid, false).entrySet()) {
            for (Change change : command.getValue()) {
                WatchEvent event = WatchMatcher.eventFor(watch, command.getKey(), change);
                if (event == null) {
                    continue;
                }
                events.add(event);
                if (watch.mode().isOneShot()) {
                    return events;
                }
                if (events.size() > eventsMax) {
                    return List.of(WatchMatcher.resync(zxid, watch));
                }
            }
        }
        return events;
    }
}
