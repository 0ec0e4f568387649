package io.grove.server.state;

import io.grove.command.Change;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.replication.AppliedListener;
import io.grove.server.watch.ChangeHistory;
import io.grove.server.watch.Replay;
import io.grove.server.watch.ReplayBudget;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchMatcher;
import io.grove.server.watch.WatchSink;
import io.grove.server.watch.WatchTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The state of this member, and the one lock that puts changes, events and answers in one order.
 *
 * <p><b>Why one lock.</b> A client must see an event before any answer that reflects its change
 * (EVENT_BEFORE_VISIBLE_READ), must miss no change between reading a znode and watching it (NO_MISSED_EVENT), and must
 * find its own writes and reads in one order (SESSION_FIFO, READ_YOUR_WRITES). Each of these is a statement about the
 * same moment: when a command becomes visible. So there is one lock for that moment, the <em>state lock</em>, and
 * everything that is part of it is guarded by it: the watch table, the history, the registry of connections, the lanes
 * of the sessions and the writes that wait for their apply. What is done under it is short: enqueue, look up, hand
 * over.
 *
 * <p><b>Apply.</b> The apply thread takes the lock for each command and does, in this order,
 *
 * <ol>
 *   <li>match the watches and enqueue the events to the outboxes,
 *   <li>publish the new root, and keep it for reads that look back,
 *   <li>complete what waited for the command: its client's answer, the reads queued behind it, connections whose
 *       session it closed; then those that waited for its zxid.
 * </ol>
 *
 * Whoever sees the new root finds the events already in the outboxes before him. The lock is released between commands,
 * so a large batch holds nobody up.
 *
 * <p><b>Read.</b> The root is immutable and published through a volatile field, so most reads take no lock. Such a read
 * may be overtaken: it takes a root, a later command puts an event in the reader's outbox, and then comes the answer,
 * older than the event. The outbox refuses it (OUTBOX_ZXID_ORDER) and the read is done again {@linkplain #locked under
 * the lock}, where nothing can overtake it. Reading and leaving a watch is always one step under the lock.
 *
 * <p><b>Restored.</b> When a snapshot replaces the state, what happened between is not known: the history starts anew,
 * every watch is told RESYNC, before the new root is visible.
 *
 * <p><b>Order of locks.</b> State lock first, then leaves: an outbox, the batcher's queue, the expirer. Code that holds
 * a leaf never asks for the state lock.
 */
public final class LocalState implements AppliedListener {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile MachineState current = MachineState.EMPTY;

    // All below: guarded by the lock.
    private final WatchTable watches;
    private final WatchMatcher matcher;
    private final ChangeHistory history;
    private final RootHistory roots;
    private final List<AppliedObserver> observers = new ArrayList<>();
    private final PriorityQueue<ZxidWait> waits = new PriorityQueue<>();
    private long waitsCount;

    /** An empty state. */
    public LocalState(WatchTable watches, ChangeHistory history, RootHistory roots) {
        this.watches = watches;
        this.matcher = new WatchMatcher(watches);
        this.history = history;
        this.roots = roots;
    }

    /** Tells this observer, after those that came before, of everything from now on. */
    public void observe(AppliedObserver observer) {
        locked(() -> observers.add(observer));
    }

    /** The state as of the last applied command. Lock-free. */
    public MachineState current() {
        return current;
    }

    /** The states that are kept, the current one among them. */
    public RootHistory roots() {
        return roots;
    }

    @Override
    public void applied(List<Applied> commands) {
        for (Applied command : commands) {
            locked(() -> applyOne(command));
        }
    }

    private void applyOne(Applied applied) {
        MachineState next = applied.next();
        assert next.zxid() > current.zxid() : "ZXID_MONOTONIC: " + next.zxid() + " was applied after " + current.zxid();
        List<Change> changes = applied.changes();
        if (!changes.isEmpty()) {
            history.record(next.zxid(), changes);
            deliver(next.zxid(), matcher.match(next, changes));
        }
        roots.record(applied);
        current = next;
        for (AppliedObserver observer : observers) {
            observer.applied(applied);
        }
        runWaits(next);
    }

    @Override
    public void restored(MachineState state) {
        locked(() -> {
            history.reset(state.zxid());
            deliver(state.zxid(), matcher.resyncAll(state.zxid()));
            roots.reset(state);
            current = state;
            for (AppliedObserver observer : observers) {
                observer.restored(state);
            }
            runWaits(state);
        });
    }

    private static void deliver(long zxid, Map<WatchSink, List<WatchEvent>> events) {
        events.forEach((sink, ofSink) -> sink.deliver(zxid, ofSink));
    }

    private void runWaits(MachineState state) {
        for (ZxidWait wait = waits.peek(); wait != null && wait.zxid() <= state.zxid(); wait = waits.peek()) {
            waits.remove();
            wait.run(state);
        }
    }

    /** Runs something short under the state lock. May be nested. */
    public void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    /** Works out something short under the state lock. May be nested. */
    public <T> T computeLocked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Goes on under the state lock once the state has reached a zxid: at once if it has. Needs the lock. How long to
     * wait is the caller's business.
     *
     * @return to be given to {@link #giveUp} by a caller that waits no longer
     */
    public ZxidWait await(long zxid, Consumer<MachineState> then) {
        assert lock.isHeldByCurrentThread();
        ZxidWait wait = new ZxidWait(zxid, waitsCount++, then);
        if (zxid <= current.zxid()) {
            then.accept(current);
        } else {
            waits.add(wait);
        }
        return wait;
    }

    /** Forgets a wait. Needs the lock. Harmless when it is over. */
    public void giveUp(ZxidWait wait) {
        assert lock.isHeldByCurrentThread();
        waits.remove(wait);
    }

    /**
     * Leaves a watch that goes on from a zxid, unless it is over by what it has missed, see {@link
     * ChangeHistory#replay}. Needs the lock; deliver what it has missed before it is released.
     *
     * @return what it has missed
     */
    public List<WatchEvent> resume(WatchSink sink, Watch watch, long fromZxid, int eventsMax) {
        assert lock.isHeldByCurrentThread();
        return leave(sink, watch, history.replay(sink, watch, fromZxid, current.zxid(), eventsMax));
    }

    /** Leaves a watch that may have missed anything, without looking. Needs the lock. */
    public List<WatchEvent> resync(WatchSink sink, Watch watch) {
        assert lock.isHeldByCurrentThread();
        return leave(sink, watch, ChangeHistory.resync(current.zxid(), watch));
    }

    private List<WatchEvent> leave(WatchSink sink, Watch watch, Replay missed) {
        if (!missed.isOver()) {
            watches.add(sink, watch);
        }
        return missed.events();
    }

    /** How much of the history a new stream may have searched. Needs the lock. */
    public ReplayBudget replayBudget() {
        assert lock.isHeldByCurrentThread();
        return new ReplayBudget(history, ReplayBudget.CHANGES_MAX);
    }

    /** The watches. Needs the lock. */
    public WatchTable watches() {
        assert lock.isHeldByCurrentThread();
        return watches;
    }
}
