package io.grove.command;

/**
 * Why a command was refused by the machine. Deterministic: every member comes to the same code. The names are those of
 * {@code grove.v1.ErrorReason}, where each is explained to clients.
 */
public enum ErrorCode {
    /** A field is malformed or out of range. */
    BAD_ARGUMENTS,
    /** The znode, or the parent of the one to be created, does not exist. */
    NO_NODE,
    /** The znode to be created exists. */
    NODE_EXISTS,
    /** The znode to be deleted has children. */
    NOT_EMPTY,
    /** The version is not the expected one. */
    BAD_VERSION,
    /** The parent is ephemeral. */
    NO_CHILDREN_FOR_EPHEMERALS,
    /** An earlier operation of the same multi failed. */
    RUNTIME_INCONSISTENCY,
    /** The session does not exist (any more). */
    SESSION_EXPIRED,
    /** The session was attached again since; sent under an old epoch. */
    SESSION_MOVED,
    /** The secret is not the session's. */
    WRONG_SECRET,
    /** The write number was acknowledged, its result is forgotten. */
    DUPLICATE_WRITE,
    /** The write number leaves a gap; the member proposes again in order. */
    WRITE_OUT_OF_ORDER,
    /** The access control list does not allow it to the caller. */
    NO_AUTH,
    /** The access control list is not one that the caller may set. */
    INVALID_ACL,
    /** A hard quota, or the session's limit of ephemerals, would be exceeded. */
    QUOTA_EXCEEDED,
    /** What the reads of a multi answer is too much, or so are the parents to be created, or the tree to be deleted. */
    TOO_LARGE
}
