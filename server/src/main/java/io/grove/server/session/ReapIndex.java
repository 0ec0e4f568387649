package io.grove.server.session;

import io.grove.command.Change;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The znodes that the ensemble is going to delete by itself, and when to look at each: childless containers that had a
 * child, and childless znodes with a time to live. Follows the state by its changes, so that nobody has to search the
 * tree; that is walked only when the state was replaced. Not thread-safe.
 */
final class ReapIndex {
    private static final Comparator<Due> SOONEST_FIRST =
            Comparator.comparingLong(Due::timeMs).thenComparing(Due::path);

    private final Map<ZnodePath, Due> byPath = new HashMap<>();
    private final TreeSet<Due> queue = new TreeSet<>(SOONEST_FIRST);

    private record Due(long timeMs, ZnodePath path) {}

    void applied(Applied applied) {
        ZnodeTree tree = applied.next().tree();
        for (Change change : applied.changes()) {
            ZnodePath path = change.path();
            // Setting the data only moves the end of its life away: it is seen when it is looked at.
            if (!(change instanceof Change.DataChanged)) {
                follow(tree, path);
            }
            if (!(change instanceof Change.DataChanged) && !path.isRoot()) {
                follow(tree, path.parent());
            }
        }
    }

    void restored(MachineState state) {
        byPath.clear();
        queue.clear();
        TreeWalk walk = state.tree().walk();
        while (walk.advance()) {
            follow(walk.path(), walk.znode());
        }
    }

    private void follow(ZnodeTree tree, ZnodePath path) {
        Znode znode = tree.find(path);
        if (znode == null) {
            forget(path);
        } else {
            follow(path, znode);
        }
    }

    private void follow(ZnodePath path, Znode znode) {
        if (isCandidate(znode)) {
            lookAgain(path, endMs(znode));
        } else {
            forget(path);
        }
    }

    private static boolean isCandidate(Znode znode) {
        return znode.children().isEmpty()
                && switch (znode.kind()) {
                    case CONTAINER -> znode.createCount() > 0;
                    case TTL -> true;
                    case PERSISTENT, EPHEMERAL -> false;
                };
    }

    /** The first moment at which its life is over. */
    static long endMs(Znode znode) {
        return switch (znode.kind()) {
            case TTL -> znode.mtimeMs() + znode.ttlMs() + 1;
            case CONTAINER, PERSISTENT, EPHEMERAL -> 0;
        };
    }

    /** A znode has to be looked at at this time, and not before. */
    void lookAgain(ZnodePath path, long timeMs) {
        forget(path);
        Due due = new Due(timeMs, path);
        byPath.put(path, due);
        queue.add(due);
    }

    private void forget(ZnodePath path) {
        Due due = byPath.remove(path);
        if (due != null) {
            queue.remove(due);
        }
    }

    /** Those that have to be looked at, the most urgent first; they stay. */
    List<ZnodePath> due(long nowMs, int max) {
        List<ZnodePath> paths = new ArrayList<>();
        for (Due due : queue) {
            if (due.timeMs > nowMs || paths.size() >= max) {
                break;
            }
            paths.add(due.path);
        }
        return paths;
    }

    int size() {
        return queue.size();
    }
}
