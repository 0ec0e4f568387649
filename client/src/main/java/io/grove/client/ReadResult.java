package io.grove.client;

/** What one read of a batch or of a commit gave. */
public sealed interface ReadResult {
    /**
     * Whether a znode exists.
     *
     * @param existence the answer
     */
    record Exists(Existence existence) implements ReadResult {}

    /**
     * Data and metadata of a znode.
     *
     * @param znode the answer
     */
    record Got(Znode znode) implements ReadResult {}

    /**
     * Children of a znode.
     *
     * @param children the answer
     */
    record Listed(Children children) implements ReadResult {}

    /**
     * The access control list of a znode.
     *
     * @param acl the answer
     */
    record GotAcl(ZnodeAcl acl) implements ReadResult {}

    /**
     * What is below a znode.
     *
     * @param descendants the answer
     */
    record Counted(Descendants descendants) implements ReadResult {}

    /**
     * The read failed; in a batch, the others did not.
     *
     * @param why why
     */
    record Failed(GroveException why) implements ReadResult {}
}
