package io.grove.tree;

/** Is shown the znodes of a tree, one after the other. */
@FunctionalInterface
public interface ZnodeVisitor {
    /** The znode at a path. */
    void visit(ZnodePath path, Znode znode);
}
