package io.grove.server.state;

import io.grove.command.Change;
import io.grove.command.Command;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.server.session.ReplyWeight;
import io.grove.server.time.Ticker;
import io.grove.tree.Znode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The newest states, one for each zxid, so that reads can look back and all pages of an answer come from one state.
 * States share what they have in common, so keeping one costs what was replaced since.
 *
 * <p>Bounded by number and by an estimate of what is kept for it. A state from which pages are still being read can be
 * {@linkplain #pin pinned}: it stays a while longer, whatever happens since. The number of pins is bounded, too; the
 * one that was used least recently gives way.
 *
 * <p>Thread-safe; its lock is a leaf.
 */
public final class RootHistory {
    /** What a command costs besides data: the copied paths of the session table. */
    private static final long COMMAND_BYTES = 1_024;

    /** What a change costs besides data: the copied path from the root to the znode. */
    private static final long CHANGE_BYTES = 2_048;

    /** Pages are read on for longer than past states are kept, but not whatever it costs. */
    private static final int PINNED_FACTOR = 8;

    private final Ticker ticker;
    private final Limits limits;
    private final TreeMap<Long, Kept> states = new TreeMap<>();
    private final Map<Long, Pin> pins = new HashMap<>();
    private long bytes;

    /** Of all states since the last reset, also of those that are not kept any more. */
    private long replacedBytes;

    /**
     * The bounds of a history.
     *
     * @param statesMax how many states it keeps, the current one included; at least 1
     * @param bytesMax estimate of what may be kept for them, in bytes; for those that are pinned
     *     {@value #PINNED_FACTOR} times as much
     * @param pinsMax how many states may be pinned
     * @param pinMs how long a pin holds after it was last used, in milliseconds
     */
    public record Limits(int statesMax, long bytesMax, int pinsMax, long pinMs) {}

    /**
     * A state.
     *
     * @param state the state
     * @param bytes estimate of what its successor does not share with it; 0 for the current one
     */
    private record Kept(MachineState state, long bytes) {}

    /**
     * A state that stays.
     *
     * @param state the state
     * @param usedNanos when somebody read on in it
     * @param replacedBytes of all that was ever replaced, what was replaced before this state was
     */
    private record Pin(MachineState state, long usedNanos, long replacedBytes) {}

    /** A history that keeps the state before the first command. */
    public RootHistory(Ticker ticker, Limits limits) {
        this.ticker = ticker;
        this.limits = limits;
        reset(MachineState.EMPTY);
    }

    /** Takes the state that a command gave; zxids come in order. */
    synchronized void record(Applied applied) {
        MachineState before = states.lastEntry().getValue().state();
        long replaced = replacedBytes(before, applied);
        states.put(before.zxid(), new Kept(before, replaced));
        bytes += replaced;
        replacedBytes += replaced;
        pins.values().removeIf(pin -> replacedBytes - pin.replacedBytes() > PINNED_FACTOR * limits.bytesMax());
        states.put(applied.next().zxid(), new Kept(applied.next(), 0));
        while (states.size() > limits.statesMax() || (bytes > limits.bytesMax() && states.size() > 1)) {
            bytes -= states.pollFirstEntry().getValue().bytes();
        }
    }

    private static long replacedBytes(MachineState before, Applied applied) {
        // The result stands in the session's window of this state, and is soon forgotten there.
        long replaced = COMMAND_BYTES + ReplyWeight.of(applied.result());
        if (applied.envelope().command() instanceof Command.SetAcl setAcl) {
            replaced += CHANGE_BYTES + ReplyWeight.of(setAcl.acl());
        }
        for (Change change : applied.changes()) {
            Znode old = before.tree().find(change.path());
            byte[] data = old == null ? null : old.data();
            replaced += CHANGE_BYTES + (data == null ? 0 : data.length);
        }
        return replaced;
    }

    /** The state was replaced; what was before is not known. */
    synchronized void reset(MachineState state) {
        states.clear();
        pins.clear();
        bytes = 0;
        states.put(state.zxid(), new Kept(state, 0));
    }

    /** The state at a zxid, or null if it is no longer kept, or still to come. */
    public synchronized @Nullable MachineState at(long zxid) {
        Kept kept = states.get(zxid);
        if (kept != null) {
            return kept.state();
        }
        Pin pin = pins.get(zxid);
        return pin == null ? null : pin.state();
    }

    /** Zxid of the oldest state that is kept, those that are only pinned left aside. */
    public synchronized long oldestZxid() {
        return states.firstKey();
    }

    /** Keeps a state, for somebody who reads on in it; begins anew when it is pinned already. */
    public synchronized void pin(MachineState state) {
        dropOldPins();
        Pin pinned = pins.get(state.zxid());
        long before = pinned == null ? replacedBytesBefore(state.zxid()) : pinned.replacedBytes();
        pins.put(state.zxid(), new Pin(state, ticker.nanos(), before));
        if (pins.size() > limits.pinsMax()) {
            pins.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().usedNanos()))
                    .ifPresent(oldest -> pins.remove(oldest.getKey()));
        }
    }

    private long replacedBytesBefore(long zxid) {
        long since = 0;
        for (Kept kept : states.tailMap(zxid, true).values()) {
            since += kept.bytes();
        }
        return replacedBytes - since;
    }

    /** Lets pins go that were not used for long. To be called now and then. */
    public synchronized void dropOldPins() {
        long now = ticker.nanos();
        long pinNanos = TimeUnit.MILLISECONDS.toNanos(limits.pinMs());
        for (Iterator<Pin> all = pins.values().iterator(); all.hasNext(); ) {
            if (now - all.next().usedNanos() > pinNanos) {
                all.remove();
            }
        }
    }

    /** Number of states that are kept, those that are only pinned left aside. */
    public synchronized int size() {
        return states.size();
    }

    /** Estimate of what is kept for them, in bytes. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Number of pins. */
    public synchronized int pinCount() {
        return pins.size();
    }
}
