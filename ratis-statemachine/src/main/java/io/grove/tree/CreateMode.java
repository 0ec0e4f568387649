package io.grove.tree;

/** How a znode is created: its kind, and whether the parent's create counter is appended to its name. */
public enum CreateMode {
    /** Persistent, named by the client. */
    PERSISTENT(NodeKind.PERSISTENT, false),
    /** Ephemeral, named by the client. */
    EPHEMERAL(NodeKind.EPHEMERAL, false),
    /** Persistent, numbered. */
    PERSISTENT_SEQUENTIAL(NodeKind.PERSISTENT, true),
    /** Ephemeral, numbered. */
    EPHEMERAL_SEQUENTIAL(NodeKind.EPHEMERAL, true),
    /** Container, named by the client. */
    CONTAINER(NodeKind.CONTAINER, false),
    /** With a time to live, named by the client. */
    TTL(NodeKind.TTL, false),
    /** With a time to live, numbered. */
    TTL_SEQUENTIAL(NodeKind.TTL, true);

    private final NodeKind kind;
    private final boolean sequential;

    CreateMode(NodeKind kind, boolean sequential) {
        this.kind = kind;
        this.sequential = sequential;
    }

    /** Kind of the znode that it creates. */
    public NodeKind kind() {
        return kind;
    }

    /** Whether a number is appended to the name. */
    public boolean isSequential() {
        return sequential;
    }

    /** Whether the znode gets a time to live. */
    public boolean hasTtl() {
        return kind == NodeKind.TTL;
    }

    /** Whether it creates an ephemeral znode. */
    public boolean isEphemeral() {
        return kind == NodeKind.EPHEMERAL;
    }
}
