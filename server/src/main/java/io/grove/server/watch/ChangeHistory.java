package io.grove.server.watch;

import io.grove.command.Change;
import io.grove.machine.MachineState;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Permission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes, so that a watch can go on from a zxid after its stream has broken, on any member
 * (NO_MISSED_EVENT). Bounded by the number of changes and by their size; where it does not reach back, the answer is
 * RESYNC, never silence. Each change has the access control lists of its time, so that a watch that comes late is told
 * what it would have been told then, and no more. Guarded by the state lock.
 */
public final class ChangeHistory {
    /** What a change takes besides its path: objects and its place. */
    private static final long CHANGE_BYTES = 120;

    /** What an entry of an access control list takes besides its texts. */
    private static final long ACL_ENTRY_BYTES = 96;

    private final Limits limits;
    private final LongFunction<@Nullable MachineState> states;
    private final TreeMap<Long, Kept> commandsByZxid = new TreeMap<>();
    private volatile int size;
    private volatile long bytes;
    private long recorded;
    /** Every change after this zxid is here. */
    private long completeAfterZxid;

    /**
     * The bounds of a history.
     *
     * @param changesMax how many changes it keeps
     * @param bytesMax estimate of what they may take, in bytes
     */
    public record Limits(int changesMax, long bytesMax) {}

    /**
     * The changes of a command.
     *
     * @param before how many changes were recorded before them
     */
    private record Kept(List<Change> changes, long before, long bytes) {}

    /**
     * An empty history.
     *
     * @param states finds the state that the write of a zxid left, null if it is no longer kept
     */
    public ChangeHistory(Limits limits, LongFunction<@Nullable MachineState> states) {
        this.limits = limits;
        this.states = states;
    }

    /** Takes the changes of a command; zxids come in order. */
    public void record(long zxid, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Kept newest = new Kept(
                changes,
                recorded,
                changes.stream().mapToLong(ChangeHistory::bytes).sum());
        recorded += changes.size();
        commandsByZxid.put(zxid, newest);
        grow(newest, 1);
        while (size > limits.changesMax() || bytes > limits.bytesMax()) {
            Map.Entry<Long, Kept> oldest = commandsByZxid.pollFirstEntry();
            completeAfterZxid = oldest.getKey();
            grow(oldest.getValue(), -1);
        }
    }

    // The state lock makes this safe; volatile is for readers of the gauges.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void grow(Kept command, int sign) {
        size += sign * command.changes().size();
        bytes += sign * command.bytes();
    }

    private static long bytes(Change change) {
        long parentBytes = change instanceof Change.OfChildren child ? bytes(child.parentAcl()) : 0;
        return CHANGE_BYTES + change.path().value().length() + bytes(change.acl()) + parentBytes;
    }

    /** Mostly shared with the tree; but the tree may forget it. */
    private static long bytes(Acl acl) {
        long bytes = 0;
        if (!acl.equals(Acl.OPEN)) {
            for (AclEntry entry : acl.entries()) {
                bytes += ACL_ENTRY_BYTES
                        + entry.identity().scheme().length()
                        + entry.identity().id().length();
            }
        }
        return bytes;
    }

    /** The state was replaced by that of a zxid; what was before is not known. */
    public void reset(long zxid) {
        commandsByZxid.clear();
        size = 0;
        bytes = 0;
        completeAfterZxid = zxid;
    }

    /** Number of changes kept. Needs no lock. */
    public int size() {
        return size;
    }

    /** Estimate of what they take, in bytes. Needs no lock. */
    public long bytes() {
        return bytes;
    }

    /** How many changes were ever recorded here. */
    long recorded() {
        return recorded;
    }

    /**
     * What it costs to resume from a zxid: as many changes come after it. Nothing where the history does not reach
     * back, because then none is looked at.
     */
    long changesAfter(long zxid) {
        Map.Entry<Long, Kept> next = zxid < completeAfterZxid ? null : commandsByZxid.higherEntry(zxid);
        return next == null ? 0 : recorded - next.getValue().before();
    }

    /**
     * What a watch has missed: its events in order, for a one-shot watch only the first, or one RESYNC if that is not
     * known or is too much.
     *
     * @param sink whose watch it is
     * @param watch the watch, which is not (yet) in the table
     * @param fromZxid the events after this one
     * @param zxid zxid of the state, at least {@code fromZxid}
     * @param eventsMax more events than this are told as RESYNC
     */
    public Replay replay(WatchSink sink, Watch watch, long fromZxid, long zxid, int eventsMax) {
        if (fromZxid < completeAfterZxid) {
            return resync(zxid, watch);
        }
        EventFrame missed = new EventFrame(sink, eventsMax);
        for (Map.Entry<Long, Kept> command :
                commandsByZxid.tailMap(fromZxid, false).entrySet()) {
            for (Occurrence occurrence : awaited(watch, command.getValue())) {
                if (sink.caller().may(Permission.READ, occurrence.acl())) {
                    long at = command.getKey();
                    missed.add(at, occurrence, states.apply(at), List.of(watch));
                }
                if (missed.isOverfull()) {
                    return resync(zxid, watch);
                }
                if (watch.mode().isOneShot()) {
                    return new Replay(missed.events(), true);
                }
            }
        }
        return new Replay(missed.events(), false);
    }

    private static List<Occurrence> awaited(Watch watch, Kept command) {
        return command.changes().stream()
                .filter(change -> change.path().isWithin(watch.path()))
                .flatMap(change -> Occurrence.of(change).stream())
                .filter(watch::awaits)
                .toList();
    }

    /** Says that the watch may have missed anything up to this zxid. */
    public static Replay resync(long zxid, Watch watch) {
        return new Replay(List.of(WatchEvent.resync(zxid, watch)), watch.mode().isOneShot());
    }
}
