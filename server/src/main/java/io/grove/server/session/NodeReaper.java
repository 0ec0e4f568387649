package io.grove.server.session;

import io.grove.command.Command;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.server.time.Ticker;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;

/**
 * Proposes, on the leader only, to delete containers whose last child has gone and znodes whose time to live is over;
 * the machine looks again. Every member knows them all the time, so that a new leader goes on at once. A container that
 * never had a child stays. Thread-safe; its lock is a leaf.
 */
public final class NodeReaper {
    /** A proposal may get lost; until it is seen applied it is repeated, but not with every sweep. */
    private static final long REPEAT_MS = 2_000;

    private final Ticker ticker;
    private final int proposalsPerSweep;
    private final EnsembleProposer proposer;
    private final ReapIndex index = new ReapIndex();

    /**
     * A reaper of an empty tree.
     *
     * @param ticker the clock that batches are stamped by
     * @param proposalsPerSweep how many znodes one sweep looks at
     */
    public NodeReaper(Ticker ticker, int proposalsPerSweep, EnsembleProposer proposer) {
        this.ticker = ticker;
        this.proposalsPerSweep = proposalsPerSweep;
        this.proposer = proposer;
    }

    /** A command was applied. */
    public synchronized void applied(Applied applied) {
        if (!applied.changes().isEmpty()) {
            index.applied(applied);
        }
    }

    /** The state was replaced. */
    public synchronized void restored(MachineState state) {
        index.restored(state);
    }

    /** Proposes to delete what is over. */
    public void sweep(MachineState state) {
        // The clock of the log, which never runs backwards, decides; this one only says when it is worth asking.
        long nowMs = Math.max(ticker.wallMillis(), state.timeMs());
        for (Command.Reap reap : over(state, nowMs)) {
            proposer.propose(reap);
        }
    }

    private synchronized List<Command.Reap> over(MachineState state, long nowMs) {
        List<Command.Reap> reaps = new ArrayList<>();
        for (ZnodePath path : index.due(nowMs, proposalsPerSweep)) {
            Znode znode = state.tree().find(path);
            long endMs = znode == null ? 0 : ReapIndex.endMs(znode);
            if (znode != null && endMs <= nowMs) {
                reaps.add(new Command.Reap(path, znode.pzxid()));
            }
            index.lookAgain(path, endMs > nowMs ? endMs : nowMs + REPEAT_MS);
        }
        return reaps;
    }

    /** How many znodes it follows. */
    public synchronized int size() {
        return index.size();
    }
}
