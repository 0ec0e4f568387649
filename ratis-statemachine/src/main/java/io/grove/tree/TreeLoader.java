package io.grove.tree;

import io.grove.collection.PersistentSortedMap;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree from its znodes in the order of {@link TreeWalk}: the root first, a parent before its children,
 * children in the order of their names. Costs no path copies. Whatever does not fit is refused with
 * {@link IllegalArgumentException}, because it comes from a file. Not thread-safe.
 */
public final class TreeLoader {
    /** A znode whose children are still coming. */
    private static final class Open {
        private final ZnodePath path;
        private final Znode znode;
        private final int numChildren;
        private PersistentSortedMap<String, Znode> children = PersistentSortedMap.empty();

        Open(ZnodePath path, Znode znode, int numChildren) {
            this.path = path;
            this.znode = znode;
            this.numChildren = numChildren;
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private int count;

    /**
     * Adds the next znode.
     *
     * @param path its path
     * @param stat its metadata; so many children have to follow as it says
     * @param createCount how often a child was created in it
     * @param acl its access control list
     * @param data its data, null and empty differ
     */
    public void add(ZnodePath path, Stat stat, long createCount, Acl acl, byte @Nullable [] data) {
        if ((count == 0) != path.isRoot()) {
            throw new IllegalArgumentException("znode " + path + " at place " + count + ": the root comes first");
        }
        if (!path.isRoot()) {
            closeUpTo(path.parent(), path);
            String before = open.getFirst().children.lastKey();
            if (before != null && before.compareTo(path.name()) >= 0) {
                throw new IllegalArgumentException("znode " + path + " stands after its sibling " + before);
            }
        }
        open.push(new Open(path, Znode.restored(stat, createCount, shared(acl), data), stat.numChildren()));
        count++;
    }

    /** The tree. The loader is used up. */
    public ZnodeTree finish() {
        if (open.isEmpty()) {
            throw new IllegalArgumentException("a tree without a root");
        }
        while (open.size() > 1) {
            closeLast();
        }
        return new ZnodeTree(completed());
    }

    /** The same object for the same list as the parent's: most znodes have that of their surroundings. */
    private Acl shared(Acl acl) {
        boolean isLikeParent = !open.isEmpty() && open.getFirst().znode.acl().equals(acl);
        return isLikeParent ? open.getFirst().znode.acl() : acl.canonical();
    }

    private void closeUpTo(ZnodePath parent, ZnodePath path) {
        while (!open.getFirst().path.equals(parent)) {
            if (open.size() == 1) {
                throw new IllegalArgumentException("PARENT_EXISTS: znode " + path + " has no parent before it");
            }
            closeLast();
        }
    }

    private void closeLast() {
        String name = open.getFirst().path.name();
        Znode znode = completed();
        Open parent = open.getFirst();
        parent.children = parent.children.plus(name, znode);
    }

    private Znode completed() {
        Open last = open.pop();
        if (last.children.size() != last.numChildren) {
            throw new IllegalArgumentException(
                    "znode " + last.path + " has " + last.children.size() + " children, not " + last.numChildren);
        }
        return last.znode.withChildren(last.children);
    }
}
