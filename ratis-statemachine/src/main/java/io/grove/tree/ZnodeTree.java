package io.grove.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All znodes. Immutable: an update copies the znodes on the path from the root and shares the rest, so a reader keeps a
 * consistent tree for as long as it likes, without a lock.
 *
 * <p>Updates check nothing that clients may get wrong; that is the machine's work. What they are given must fit
 * (PARENT_EXISTS), otherwise they throw {@link IllegalStateException}. No method recurses by the depth of the tree.
 */
public final class ZnodeTree {
    private final Znode root;

    ZnodeTree(Znode root) {
        this.root = root;
    }

    /** The tree that every ensemble begins with: a root and the znodes of {@link SystemPaths}. */
    public static ZnodeTree initial() {
        Znode zookeeper = Znode.initial(Acl.OPEN)
                .withInitial(SystemPaths.CONFIG.name(), Znode.initial(Acl.WORLD_READ))
                .withInitial(SystemPaths.QUOTA.name(), Znode.initial(Acl.OPEN));
        Znode root = Znode.initial(Acl.OPEN).withInitial(SystemPaths.ZOOKEEPER.name(), zookeeper);
        return new ZnodeTree(root);
    }

    /** The root. */
    public Znode root() {
        return root;
    }

    /** Number of znodes, the root included. */
    public long znodeCount() {
        return root.znodes();
    }

    /** The znode at a path, or null if there is none. */
    public @Nullable Znode find(ZnodePath path) {
        String text = path.value();
        Znode znode = root;
        int start = 1;
        while (znode != null && start < text.length()) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            znode = znode.child(text.substring(start, end));
            start = end + 1;
        }
        return znode;
    }

    /** Adds a znode whose path is free; its parent counts the creation. */
    public ZnodeTree create(ZnodePath path, Znode znode, long zxid) {
        if (find(path) != null) {
            throw new IllegalStateException("znode " + path + " exists, and is created again");
        }
        String[] names = path.names();
        Znode rootAfter = rewrite(names, names.length - 1, parent -> parent.withCreated(path.name(), znode, zxid));
        return new ZnodeTree(rootAfter);
    }

    /** Removes a znode without children, not the root; its parent counts the deletion. */
    public ZnodeTree delete(ZnodePath path, long zxid) {
        Znode znode = find(path);
        if (znode == null || path.isRoot() || !znode.children().isEmpty()) {
            throw new IllegalStateException("PARENT_EXISTS: " + path + " is not a znode that can be deleted");
        }
        String[] names = path.names();
        Znode rootAfter = rewrite(names, names.length - 1, parent -> parent.withDeleted(path.name(), znode, zxid));
        return new ZnodeTree(rootAfter);
    }

    /** Sets the data of a znode. */
    public ZnodeTree setData(ZnodePath path, byte @Nullable [] data, long zxid, long timeMs) {
        String[] names = path.names();
        Znode rootAfter = rewrite(names, names.length, znode -> znode.withData(data, zxid, timeMs));
        return new ZnodeTree(rootAfter);
    }

    /** Sets the access control list of a znode. */
    public ZnodeTree setAcl(ZnodePath path, Acl acl) {
        String[] names = path.names();
        return new ZnodeTree(rewrite(names, names.length, znode -> znode.withAcl(acl)));
    }

    /** Hands over every znode, a parent before its children, children in the order of their names. */
    public void forEach(ZnodeVisitor visitor) {
        TreeWalk walk = walk();
        while (walk.advance()) {
            visitor.visit(walk.path(), walk.znode());
        }
    }

    /** A walk over every znode, in the same order, for those who take them one by one. */
    public TreeWalk walk() {
        return new TreeWalk(ZnodePath.ROOT, root);
    }

    /** A walk over the znode at a path and all below it, in the same order; over nothing if there is none. */
    public TreeWalk walk(ZnodePath top) {
        return new TreeWalk(top, find(top));
    }

    /** Changes the znode to which the first names lead, and all above it. */
    private Znode rewrite(String[] names, int depth, UnaryOperator<Znode> change) {
        List<Znode> above = new ArrayList<>(depth);
        Znode znode = root;
        for (int i = 0; i < depth; i++) {
            above.add(znode);
            Znode child = znode.child(names[i]);
            if (child == null) {
                throw new IllegalStateException("PARENT_EXISTS: no znode " + names[i] + " at depth " + (i + 1));
            }
            znode = child;
        }
        Znode changed = change.apply(znode);
        for (int i = depth - 1; i >= 0; i--) {
            changed = above.get(i).withChild(names[i], znode, changed);
            znode = above.get(i);
        }
        return changed;
    }
}
