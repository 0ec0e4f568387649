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
    CONTAINER(NodeKind.CONTAINER, false);

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

    /** Whether it creates an ephemeral znode. */
    public boolean isEphemeral() {
        return kind == NodeKind.EPHEMERAL;
    }
}
