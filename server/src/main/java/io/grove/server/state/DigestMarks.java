package io.grove.server.state;

import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Digests of the states that this member has gone through: of each of the last thousand, so that members which stand
 * still at the same zxid or close to it find one in common, and of every 256th of the last two million, so that one
 * that lags finds what the others had when they were there. A bounded amount of memory. Thread-safe, a leaf among the
 * locks.
 */
public final class DigestMarks implements AppliedObserver {
    static final int SPARSE_STEP = 256;
    private static final int RECENT = 1 << 10;
    private static final int SPARSE = 1 << 13;
    /** How many of the sparse ones others are asked about. */
    private static final int ASKED_SPARSE = 15;

    private final long[] recentZxids = new long[RECENT];
    private final long[] recentDigests = new long[RECENT];
    private final long[] sparseZxids = new long[SPARSE];
    private final long[] sparseDigests = new long[SPARSE];
    private long newestZxid;
    private long generation;

    @Override
    public void applied(Applied applied) {
        record(applied.next());
    }

    /** What was before it is forgotten: that state is gone, and whether it was right is nobody's concern any more. */
    @Override
    public synchronized void restored(MachineState state) {
        Arrays.fill(recentZxids, 0);
        Arrays.fill(sparseZxids, 0);
        generation++;
        record(state);
    }

    private synchronized void record(MachineState state) {
        newestZxid = state.zxid();
        long digest = state.digest();
        int recent = (int) (newestZxid % RECENT);
        recentZxids[recent] = newestZxid;
        recentDigests[recent] = digest;
        if (newestZxid % SPARSE_STEP == 0) {
            int sparse = (int) (newestZxid / SPARSE_STEP % SPARSE);
            sparseZxids[sparse] = newestZxid;
            sparseDigests[sparse] = digest;
        }
    }

    /**
     * What this member has to show.
     *
     * @param digests some of its digests by zxid: the newest, and every 256th before it
     * @param generation changes when the state is replaced: what is found out about digests of before does not count
     */
    public record Shown(Map<Long, Long> digests, long generation) {}

    /** The digests that others are to be asked about. */
    synchronized Shown show() {
        TreeSet<Long> zxids = new TreeSet<>(List.of(newestZxid));
        long sparse = newestZxid / SPARSE_STEP * SPARSE_STEP;
        for (int i = 0; i < ASKED_SPARSE && sparse > 0; i++, sparse -= SPARSE_STEP) {
            zxids.add(sparse);
        }
        return new Shown(at(new ArrayList<>(zxids)), generation);
    }

    /** Whether the state is still the one, or one that came of it. */
    synchronized boolean isOf(Shown shown) {
        return generation == shown.generation();
    }

    /** The digests at these zxids, as far as they are known. */
    public synchronized Map<Long, Long> at(List<Long> zxids) {
        Map<Long, Long> found = new TreeMap<>();
        for (long zxid : zxids) {
            if (zxid <= 0) {
                continue;
            }
            int recent = (int) (zxid % RECENT);
            int sparse = (int) (zxid / SPARSE_STEP % SPARSE);
            if (recentZxids[recent] == zxid) {
                found.put(zxid, recentDigests[recent]);
            } else if (sparseZxids[sparse] == zxid) {
                found.put(zxid, sparseDigests[sparse]);
            }
        }
        return found;
    }
}
