package io.grove.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/**
 * A walk over all znodes of one tree: a parent before its children, children in the order of their names. It works on
 * the tree it began with, whatever happens since. Has a stack of its own, so that deep trees do no harm. Not
 * thread-safe.
 */
public final class TreeWalk {
    private record Level(ZnodePath path, Iterator<Map.Entry<String, Znode>> children) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    private final Znode root;
    private ZnodePath path = ZnodePath.ROOT;
    private Znode znode;
    private boolean isStarted;

    TreeWalk(Znode root) {
        this.root = root;
        this.znode = root;
    }

    /** Goes to the next znode, at first to the root; returns false when there is none left. */
    public boolean advance() {
        if (!isStarted) {
            isStarted = true;
            stopAt(ZnodePath.ROOT, root);
            return true;
        }
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (level.children.hasNext()) {
                Map.Entry<String, Znode> child = level.children.next();
                stopAt(level.path.child(child.getKey()), child.getValue());
                return true;
            }
            levels.pop();
        }
        return false;
    }

    private void stopAt(ZnodePath nextPath, Znode next) {
        path = nextPath;
        znode = next;
        if (!next.children().isEmpty()) {
            levels.push(new Level(nextPath, next.children().iterator()));
        }
    }

    /** Path of the znode it stands at. */
    public ZnodePath path() {
        return path;
    }

    /** The znode it stands at. */
    public Znode znode() {
        return znode;
    }
}
