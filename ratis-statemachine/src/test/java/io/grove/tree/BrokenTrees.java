package io.grove.tree;

/** Trees that no sequence of updates leads to, for tests of those who look for defects. */
public final class BrokenTrees {
    private BrokenTrees() {}

    /** The initial tree, whose root counts one descendant too few. */
    public static ZnodeTree withoutOneDescendant() {
        Znode before = before();
        return withBefore(before.withInitial("more", Znode.initial(Acl.OPEN)));
    }

    /** The initial tree, whose root counts one byte too few. */
    public static ZnodeTree withoutOneByte() {
        return withBefore(before().withData(new byte[1], 0, 0));
    }

    private static Znode before() {
        return ZnodeTree.initial().root().children().get(SystemPaths.ZOOKEEPER.name());
    }

    /** The root takes leave of a child that it never had. */
    private static ZnodeTree withBefore(Znode before) {
        return new ZnodeTree(ZnodeTree.initial().root().withChild(SystemPaths.ZOOKEEPER.name(), before, before()));
    }
}
