package io.grove.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A walk over a znode and all below it: a parent before its children, children in the order of their names. It works on
 * the tree it began with, whatever happens since. Has a stack of its own, so that deep trees do no harm. Not
 * thread-safe.
 */
public final class TreeWalk {
    /** Where children are still to come; the levels on the stack are those of one znode and its ancestors. */
    private record Level(ZnodePath path, Iterator<Map.Entry<String, Znode>> children) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    private final ZnodePath topPath;
    private final @Nullable Znode top;
    private ZnodePath path;
    private @Nullable Znode znode;
    private int depth;
    private boolean isStarted;

    TreeWalk(ZnodePath topPath, @Nullable Znode top) {
        this.topPath = topPath;
        this.top = top;
        this.path = topPath;
    }

    /** Goes to the next znode, at first to the top one; returns false when there is none left. */
    public boolean advance() {
        if (!isStarted) {
            isStarted = true;
            return top != null && stoppedAt(topPath, top);
        }
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (level.children.hasNext()) {
                Map.Entry<String, Znode> child = level.children.next();
                return stoppedAt(level.path.child(child.getKey()), child.getValue());
            }
            levels.pop();
        }
        return false;
    }

    private boolean stoppedAt(ZnodePath nextPath, Znode next) {
        path = nextPath;
        znode = next;
        depth = levels.size();
        if (!next.children().isEmpty()) {
            levels.push(new Level(nextPath, next.children().iterator()));
        }
        return true;
    }

    /** Leaves out what is below the znode where it stands. */
    public void skipDescendants() {
        while (levels.size() > depth) {
            levels.pop();
        }
    }

    /**
     * Stands where the znode at a path is or would be, as if the walk had come there: the next one is the first that
     * follows. In time that depends on the depth of the path, not on the znodes before it.
     *
     * @param place the top or below it, otherwise {@link IllegalArgumentException}
     */
    public void skipTo(ZnodePath place) {
        if (!place.isWithin(topPath)) {
            throw new IllegalArgumentException(place + " is not within " + topPath);
        }
        levels.clear();
        isStarted = true;
        path = topPath;
        znode = top;
        String[] names = place.names();
        for (int i = topPath.depth(); i < names.length && znode != null; i++) {
            levels.push(new Level(path, znode.children().entriesAfter(names[i]).iterator()));
            path = path.child(names[i]);
            znode = znode.child(names[i]);
        }
        if (znode == null) {
            depth = levels.size();
        } else {
            stoppedAt(path, znode);
        }
    }

    /** Path of the znode it stands at. */
    public ZnodePath path() {
        return path;
    }

    /** The znode it stands at. */
    public Znode znode() {
        Znode here = znode;
        if (here == null) {
            throw new IllegalStateException("the walk stands at no znode");
        }
        return here;
    }

    /** How many levels below the top one it stands. */
    public int depth() {
        return depth;
    }
}
