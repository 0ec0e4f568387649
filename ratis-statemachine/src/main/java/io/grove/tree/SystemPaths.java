package io.grove.tree;

import java.util.List;

/** The znodes that every tree has from the beginning, and that cannot be deleted. Specification A12, A41. */
public final class SystemPaths {
    /** Who has ADMIN here administrates sessions. */
    public static final ZnodePath ZOOKEEPER = new ZnodePath("/zookeeper");

    /** Its data names the members of the ensemble. */
    public static final ZnodePath CONFIG = ZOOKEEPER.child("config");

    /** Who has ADMIN here sets quotas. */
    public static final ZnodePath QUOTA = ZOOKEEPER.child("quota");

    private static final List<ZnodePath> ALL = List.of(ZnodePath.ROOT, ZOOKEEPER, CONFIG, QUOTA);

    private SystemPaths() {}

    /** All of them, a parent before its children. */
    public static List<ZnodePath> all() {
        return ALL;
    }

    /** Whether a znode is one of them. */
    public static boolean contains(ZnodePath path) {
        return ALL.contains(path);
    }
}
