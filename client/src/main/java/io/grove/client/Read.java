package io.grove.client;

/** One read of a batch or of a commit. */
public sealed interface Read {
    /** The znode that it concerns. */
    String path();

    /** Whether a znode exists. */
    static Read exists(String path) {
        return new Exists(path);
    }

    /** Data and metadata of a znode. */
    static Read get(String path) {
        return new Get(path);
    }

    /** Children of a znode: in a batch the first page, in a commit the names of all. */
    static Read children(String path, ListOptions options) {
        return new ListChildren(path, options);
    }

    /** The access control list of a znode. Not in a commit. */
    static Read acl(String path) {
        return new GetAcl(path);
    }

    /** What is below a znode. Not in a commit. */
    static Read countDescendants(String path) {
        return new Count(path);
    }

    /**
     * Whether a znode exists.
     *
     * @param path which
     */
    record Exists(String path) implements Read {}

    /**
     * Data and metadata of a znode.
     *
     * @param path which
     */
    record Get(String path) implements Read {}

    /**
     * Children of a znode.
     *
     * @param path of which
     * @param options which of them
     */
    record ListChildren(String path, ListOptions options) implements Read {}

    /**
     * The access control list of a znode.
     *
     * @param path of which
     */
    record GetAcl(String path) implements Read {}

    /**
     * What is below a znode.
     *
     * @param path below which
     */
    record Count(String path) implements Read {}
}
