package io.grove.deploy.history;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Left;
import io.grove.deploy.history.Entry.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Up to which zxid the watches of everything have told, together, all that happened. Beyond it, a replay could miss the
 * end of a session and accuse the ensemble.
 */
final class Coverage {
    private final Set<Long> observers = new HashSet<>();
    private final List<long[]> intervals = new ArrayList<>();
    private final long zxid;

    Coverage(Entries entries) {
        List<Left> watches = entries.left().stream()
                .filter(left -> left.mode().equals("PERSISTENT_RECURSIVE"))
                .toList();
        int shortest =
                watches.stream().mapToInt(left -> left.path().length()).min().orElse(0);
        watches.stream().filter(left -> left.path().length() == shortest).forEach(left -> {
            observers.add(left.watch());
            addIntervals(left, entries);
        });
        zxid = reach();
    }

    private void addIntervals(Left left, Entries entries) {
        long from = left.fromZxid();
        List<Told> resyncs = entries.told().stream()
                .filter(told -> told.watch() == left.watch() && told.isResync())
                .toList();
        for (Told resync : resyncs) {
            intervals.add(new long[] {from, complete(left, entries, resync.step())});
            from = resync.zxid();
        }
        intervals.add(new long[] {from, complete(left, entries, Long.MAX_VALUE)});
    }

    /** Up to where everything has come before this step: an answer at a zxid comes after the events up to it. */
    private static long complete(Left left, Entries entries, long step) {
        return entries.calls().stream()
                .filter(call -> call.client().equals(left.client()) && call.step() < step)
                .filter(call -> call.request().kind() == Request.Kind.SYNC
                        && call.outcome().isSuccess())
                .mapToLong((Call call) -> call.outcome().zxid())
                .max()
                .orElse(left.fromZxid());
    }

    private long reach() {
        intervals.sort(Comparator.comparingLong(interval -> interval[0]));
        long reached = intervals.isEmpty() ? 0 : intervals.get(0)[1];
        for (long[] interval : intervals) {
            if (interval[0] <= reached) {
                reached = Math.max(reached, interval[1]);
            }
        }
        return reached;
    }

    /** Whether this watch is one of those that see everything. */
    boolean isObserver(long watch) {
        return observers.contains(watch);
    }

    long zxid() {
        return zxid;
    }
}
