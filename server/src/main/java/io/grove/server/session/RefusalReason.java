package io.grove.server.session;

import io.grove.command.ErrorCode;

/**
 * Why a request was refused. The names are those of {@code grove.v1.ErrorReason}, where each is explained to clients.
 */
public enum RefusalReason {
    /** A field is missing, malformed or out of range. */
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
    /** An earlier operation of the same commit failed. */
    RUNTIME_INCONSISTENCY,
    /** The session does not exist (any more). */
    SESSION_EXPIRED,
    /** The session was attached again since. */
    SESSION_MOVED,
    /** The secret is not the session's. */
    WRONG_SECRET,
    /** Larger than a limit. */
    TOO_LARGE,
    /** Too much is in flight. */
    OVERLOADED,
    /** No leader is known. */
    NO_LEADER,
    /** The member is not fresh enough for the read. */
    STALE_READ_REFUSED,
    /** The member gave up waiting; the write may or may not be applied. */
    OUTCOME_UNKNOWN,
    /** The result of this write is forgotten. */
    DUPLICATE_WRITE,
    /** The write number does not follow the last one. */
    WRITE_OUT_OF_ORDER,
    /** No watch with this id. */
    NO_WATCH,
    /** The operation is not known. */
    UNIMPLEMENTED,
    /** A defect of the member. */
    INTERNAL,
    /** The access control list does not allow it. */
    NO_AUTH,
    /** The access control list is malformed. */
    INVALID_ACL,
    /** The credential was not accepted. */
    AUTH_FAILED,
    /** A quota would be exceeded. */
    QUOTA_EXCEEDED,
    /** The state of that zxid is no longer kept. */
    COMPACTED,
    /** No member, or no voter, has this id. */
    NO_MEMBER,
    /** A member has this id or one of these addresses, or has a vote already. */
    MEMBER_EXISTS,
    /** The member does not answer, was not started to join, or has not caught up in time. */
    MEMBER_NOT_READY,
    /** After the change the voters that live would be no majority. */
    QUORUM_AT_RISK,
    /** Another change of members is under way. */
    CHANGE_IN_PROGRESS;

    /** The reason of the same name. */
    public static RefusalReason of(ErrorCode code) {
        return switch (code) {
            case BAD_ARGUMENTS -> BAD_ARGUMENTS;
            case NO_NODE -> NO_NODE;
            case NODE_EXISTS -> NODE_EXISTS;
            case NOT_EMPTY -> NOT_EMPTY;
            case BAD_VERSION -> BAD_VERSION;
            case NO_CHILDREN_FOR_EPHEMERALS -> NO_CHILDREN_FOR_EPHEMERALS;
            case RUNTIME_INCONSISTENCY -> RUNTIME_INCONSISTENCY;
            case SESSION_EXPIRED -> SESSION_EXPIRED;
            case SESSION_MOVED -> SESSION_MOVED;
            case WRONG_SECRET -> WRONG_SECRET;
            case DUPLICATE_WRITE -> DUPLICATE_WRITE;
            case WRITE_OUT_OF_ORDER -> WRITE_OUT_OF_ORDER;
            case NO_AUTH -> NO_AUTH;
            case INVALID_ACL -> INVALID_ACL;
            case QUOTA_EXCEEDED -> QUOTA_EXCEEDED;
            case TOO_LARGE -> TOO_LARGE;
        };
    }
}
