package io.grove.tree;

/** Which children are listed. */
public enum ChildFilter {
    /** All. */
    ALL,
    /** Those that are not ephemeral. */
    PERSISTENT,
    /** Those that are ephemeral. */
    EPHEMERAL;

    /** Whether a child is listed. */
    public boolean accepts(Znode child) {
        return switch (this) {
            case ALL -> true;
            case PERSISTENT -> child.kind() != NodeKind.EPHEMERAL;
            case EPHEMERAL -> child.kind() == NodeKind.EPHEMERAL;
        };
    }
}
