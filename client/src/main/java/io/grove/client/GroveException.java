package io.grove.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An operation failed. The {@link #reason()} says what may be concluded: for all reasons but OUTCOME_UNKNOWN,
 * SESSION_EXPIRED, CLOSED and INTERNAL it is certain that nothing was done. Futures fail with it (wrapped in a
 * {@link java.util.concurrent.CompletionException} as usual), the blocking view throws it. Immutable.
 */
public final class GroveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final transient Facts facts;

    /** Why. Names are those of {@code grove.v1.ErrorReason}, plus three that only the client gives. */
    public enum Reason {
        /** An argument is malformed or out of range. */
        BAD_ARGUMENTS,
        /** The znode, or the parent of the one to be created, does not exist. */
        NO_NODE,
        /** The znode to be created exists. */
        NODE_EXISTS,
        /** The znode to be deleted has children. */
        NOT_EMPTY,
        /** The znode's version is not the expected one. */
        BAD_VERSION,
        /** The parent is ephemeral and can have no children. */
        NO_CHILDREN_FOR_EPHEMERALS,
        /** An earlier operation of the same commit failed, so this one was not tried. */
        RUNTIME_INCONSISTENCY,
        /**
         * The session is over: the ensemble said so, or the client could not reach it for 4/3 of the timeout and must
         * assume it. A write that was sent may or may not have been applied; ephemerals are gone, or go soon.
         */
        SESSION_EXPIRED,
        /** The session was attached again elsewhere. The client handles this itself. */
        SESSION_MOVED,
        /** The secret is not the session's. */
        WRONG_SECRET,
        /** Request, data or commit is larger than the limit, which the metadata names. */
        TOO_LARGE,
        /**
         * A limit is reached, in the client ({@link ClientLimits}) or at the member. Wait for answers, then try again.
         */
        OVERLOADED,
        /** The member knows no leader. The client handles this itself, except for single questions to one member. */
        NO_LEADER,
        /** The member did not reach the asked zxid in time. */
        STALE_READ_REFUSED,
        /** The write was sent and its answer did not come within the request timeout. It may be applied, once. */
        OUTCOME_UNKNOWN,
        /** The result of a write that was acknowledged is no longer kept. A defect of the client. */
        DUPLICATE_WRITE,
        /** A write number left a gap. The client handles this itself. */
        WRITE_OUT_OF_ORDER,
        /** No such watch. */
        NO_WATCH,
        /** The member does not know this operation. */
        UNIMPLEMENTED,
        /** A defect, or a reason that this version of the client does not know. It may or may not have been done. */
        INTERNAL,
        /** The access control list does not allow it to this client. */
        NO_AUTH,
        /**
         * The access control list is empty, too long, names an unknown scheme or a malformed id, or says {@code auth}
         * for a client without a proven identity.
         */
        INVALID_ACL,
        /**
         * The credential was not accepted. After {@link GroveClient#authenticate} the session goes on without it; when
         * it is one of {@link ClientConfig} or was accepted before, the client is closed.
         */
        AUTH_FAILED,
        /**
         * A quota of the znode or of an ancestor, or the session's limit of ephemerals, would be exceeded. It can
         * succeed after something was deleted or the quota raised.
         */
        QUOTA_EXCEEDED,
        /**
         * The state at the zxid that the read asks for is no longer kept; the metadata names the oldest one that is, as
         * {@code oldest_zxid}. Read the present state, or begin the listing or scan anew.
         */
        COMPACTED,
        /** No member, or no voter, has this id. */
        NO_MEMBER,
        /** A member has this id or one of these addresses, or has a vote already. */
        MEMBER_EXISTS,
        /** The member does not answer, was not started to join, or has not caught up in time. */
        MEMBER_NOT_READY,
        /** After the change the voters that live would be no majority, or there would be no voter at all. */
        QUORUM_AT_RISK,
        /** Another change of members is under way. */
        CHANGE_IN_PROGRESS,
        /** From the client: no answer to a read, or no connection to send a write, within the request timeout. */
        REQUEST_TIMEOUT,
        /**
         * From the client: no member could be talked to securely. It speaks plain text where the client speaks TLS or
         * the reverse, one side does not trust the other's certificate, the member wants one, or the client's own files
         * can't be used. Another try helps only after certificates or configuration have changed. Nothing was sent.
         */
        TLS_FAILED,
        /** From the client: it is closed. A write that was sent and not answered may or may not have been applied. */
        CLOSED
    }

    /**
     * What is known besides the reason.
     *
     * @param metadata facts for programs: {@code path}, {@code limit}, {@code actual}, {@code retry_after_ms}
     * @param failedOperation for a commit the place, from 0, of the operation that failed
     * @param operationReasons for a commit what became of each operation, as {@link #operationReasons()} says
     * @param zxid zxid of the state in which it was refused; 0 when it never reached the machine
     */
    public record Facts(
            Map<String, String> metadata,
            OptionalInt failedOperation,
            List<Optional<Reason>> operationReasons,
            long zxid) {
        /** Nothing more is known. */
        public static final Facts NONE = new Facts(Map.of(), OptionalInt.empty(), List.of(), 0);

        /** Copies map and list. */
        public Facts {
            metadata = Map.copyOf(metadata);
            operationReasons = List.copyOf(operationReasons);
        }

        /** Facts for programs alone. */
        public static Facts of(Map<String, String> metadata) {
            return new Facts(metadata, OptionalInt.empty(), List.of(), 0);
        }

        /** Facts about a path. */
        public static Facts ofPath(String path) {
            return of(Map.of("path", path));
        }
    }

    /** Without further facts. */
    public GroveException(Reason reason, String message) {
        this(reason, message, Facts.NONE);
    }

    /** With further facts. */
    public GroveException(Reason reason, String message, Facts facts) {
        super(message);
        this.reason = reason;
        this.facts = facts;
    }

    private GroveException(GroveException origin) {
        super(origin.getMessage(), origin);
        this.reason = origin.reason;
        this.facts = origin.facts;
    }

    /** The same with the stack trace of the calling thread, to be thrown there. */
    public GroveException rethrown() {
        return new GroveException(this);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** The znode that it concerns, where there is one. */
    public Optional<String> path() {
        return Optional.ofNullable(facts.metadata().get("path"));
    }

    /** Facts for programs. */
    public Map<String, String> metadata() {
        return facts.metadata();
    }

    /** For a commit: the place, from 0, of the operation that failed. None of the commit was applied. */
    public OptionalInt failedOperation() {
        return facts.failedOperation();
    }

    /**
     * For a commit: what became of each operation, in their order. Empty for those before the failed one, which would
     * have succeeded; RUNTIME_INCONSISTENCY for those after it, which were not tried. No entries when it is not known.
     */
    public List<Optional<Reason>> operationReasons() {
        return facts.operationReasons();
    }

    /** Zxid of the state in which it was refused; 0 when it never reached the machine. */
    public long zxid() {
        return facts.zxid();
    }
}
