package io.grove.server.session;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.session.Session;
import io.grove.tree.Acl;
import io.grove.tree.Identity;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request was answered with, in the words of the core; doors translate it. */
public sealed interface Reply {

    /**
     * A write was applied.
     *
     * @param result what it gave; never a {@link Result.Failure}
     */
    record Written(Result result) implements Reply {}

    /**
     * Whether a znode exists.
     *
     * @param stat its metadata, null when it does not exist
     */
    record Existence(@Nullable Stat stat) implements Reply {}

    /**
     * A znode.
     *
     * @param data its data, null and empty differ; not to be changed
     * @param stat its metadata
     */
    record Node(byte @Nullable [] data, Stat stat) implements Reply {}

    /** Some entries of an answer that is given a page at a time. */
    sealed interface Page extends Reply {
        /** Token of the next page, empty on the last one. */
        String nextPageToken();
    }

    /**
     * Children of a znode.
     *
     * @param names in the order that was asked for
     * @param children the same children with more about them, if that was asked for; empty otherwise
     * @param nextPageToken as said there
     * @param stat metadata of the listed znode
     */
    record Children(List<String> names, List<Child> children, String nextPageToken, Stat stat) implements Page {}

    /**
     * One child.
     *
     * @param name its name
     * @param stat its metadata
     * @param data its data if it was asked for, null and empty differ; not to be changed
     */
    record Child(String name, Stat stat, byte @Nullable [] data) {}

    /**
     * Znodes of a part of the tree.
     *
     * @param nodes a parent before its children, children sorted by name
     * @param nextPageToken as said there
     */
    record Scanned(List<ScannedNode> nodes, String nextPageToken) implements Page {}

    /**
     * One znode of a scan.
     *
     * @param path its path
     * @param stat its metadata
     * @param data its data if it was asked for, null and empty differ; not to be changed
     */
    record ScannedNode(ZnodePath path, Stat stat, byte @Nullable [] data) {}

    /**
     * How many znodes are below one.
     *
     * @param descendants their number, the znode itself not counted
     * @param dataBytes bytes of their data and of the znode's own
     * @param stat metadata of the znode
     */
    record Descendants(long descendants, long dataBytes, Stat stat) implements Reply {}

    /**
     * An access control list.
     *
     * @param acl the list, masked for those who may not set it
     * @param stat metadata of the znode
     */
    record AccessList(Acl acl, Stat stat) implements Reply {}

    /**
     * A quota and what is used of it.
     *
     * @param path the path that has it
     * @param quota the limits
     * @param count znodes at and below the path
     * @param bytes bytes of their data
     */
    record QuotaUsage(ZnodePath path, Quota quota, long count, long bytes) implements Reply {}

    /**
     * Quotas.
     *
     * @param usages by path
     * @param nextPageToken as said there
     */
    record Quotas(List<QuotaUsage> usages, String nextPageToken) implements Page {}

    /**
     * Ephemerals of a session.
     *
     * @param paths sorted
     * @param nextPageToken as said there
     */
    record Ephemerals(List<ZnodePath> paths, String nextPageToken) implements Page {}

    /**
     * Sessions of clients.
     *
     * @param sessions by id
     * @param nextPageToken as said there
     */
    record Sessions(List<ListedSession> sessions, String nextPageToken) implements Page {}

    /**
     * One session.
     *
     * @param session the session
     * @param ephemerals how many ephemerals it owns
     */
    record ListedSession(Session session, long ephemerals) {}

    /**
     * Answers to several questions.
     *
     * @param replies one for each, refusals among them
     */
    record Batch(List<Reply> replies) implements Reply {}

    /**
     * Who the caller is.
     *
     * @param identities what is known of him
     */
    record CallerKnown(List<Identity> identities) implements Reply {
        /** Copies the list. */
        public CallerKnown {
            identities = List.copyOf(identities);
        }
    }

    /**
     * An identity was proven.
     *
     * @param identities what is known of the caller from now on
     */
    record Authenticated(List<Identity> identities) implements Reply {
        /** Copies the list. */
        public Authenticated {
            identities = List.copyOf(identities);
        }
    }

    /** The member has caught up. */
    record Synced() implements Reply {}

    /** The watch is left. */
    record WatchAdded() implements Reply {}

    /**
     * Watches are gone.
     *
     * @param watchIds which, in order
     */
    record WatchesRemoved(List<Long> watchIds) implements Reply {}

    /**
     * A session was opened by a unary call.
     *
     * @param sessionId which
     * @param secret its secret
     * @param timeoutMs the timeout that holds
     */
    record SessionOpened(SessionId sessionId, byte[] secret, long timeoutMs) implements Reply {}

    /** A sign of life was taken. */
    record KeptAlive() implements Reply {}

    /** A session was closed by a unary call. */
    record SessionClosed() implements Reply {}

    /**
     * The request was refused.
     *
     * @param reason why
     * @param message a sentence for people
     * @param metadata facts for programs, keys as {@code grove.v1.Error.metadata} names them
     * @param failedOperation for a commit the place of the operation that failed, -1 otherwise
     * @param operations how many operations the commit had, 0 when none of them failed
     */
    record Refusal(
            RefusalReason reason, String message, Map<String, String> metadata, int failedOperation, int operations)
            implements Reply {
        /** Copies the map. */
        public Refusal {
            metadata = Map.copyOf(metadata);
        }

        /** The refusal of something that is not a commit, or of a commit as a whole. */
        public Refusal(RefusalReason reason, String message, Map<String, String> metadata, int failedOperation) {
            this(reason, message, metadata, failedOperation, 0);
        }

        /** A refusal without facts. */
        public static Refusal of(RefusalReason reason, String message) {
            return new Refusal(reason, message, Map.of(), -1);
        }

        /** A malformed request. */
        public static Refusal badArguments(String message) {
            return of(RefusalReason.BAD_ARGUMENTS, message);
        }

        /** Something is larger than a limit. */
        public static Refusal tooLarge(String what, long actual, long limit) {
            return tooLarge(what, actual, limit, "bytes");
        }

        /** Something is larger than a limit, in some unit. */
        public static Refusal tooLarge(String what, long actual, long limit, String unit) {
            return new Refusal(
                    RefusalReason.TOO_LARGE,
                    what + " has " + actual + " " + unit + ", allowed are " + limit,
                    Map.of("actual", Long.toString(actual), "limit", Long.toString(limit)),
                    -1);
        }

        /** What is missing at a path. */
        public static Refusal noNode(ZnodePath path) {
            return new Refusal(RefusalReason.NO_NODE, "there is no znode " + path, Map.of("path", path.value()), -1);
        }

        /** What the access control list at a path does not allow. */
        public static Refusal noAuth(ZnodePath path) {
            return new Refusal(
                    RefusalReason.NO_AUTH,
                    "the access control list of " + path + " does not allow it",
                    Map.of("path", path.value()),
                    -1);
        }

        /** There are more of something than are allowed. */
        public static Refusal tooMany(String what, String things, long actual, long limit) {
            return new Refusal(
                    RefusalReason.TOO_LARGE,
                    what + " has " + actual + " " + things + ", allowed are " + limit,
                    Map.of("actual", Long.toString(actual), "limit", Long.toString(limit)),
                    -1);
        }

        /** Too much is in flight; worth another try after some milliseconds. */
        public static Refusal overloaded(String message, long retryAfterMs) {
            return new Refusal(
                    RefusalReason.OVERLOADED, message, Map.of("retry_after_ms", Long.toString(retryAfterMs)), -1);
        }

        /** What the machine refused. */
        public static Refusal of(Result.Failure failure) {
            return of(failure, 0);
        }

        private static Refusal of(Result.Failure failure, int operations) {
            String path = failure.path();
            return new Refusal(
                    RefusalReason.of(failure.code()),
                    sentence(failure.code()) + (path.isEmpty() ? "" : ": " + path),
                    path.isEmpty() ? Map.of() : Map.of("path", path),
                    failure.failedOperation(),
                    failure.failedOperation() < 0 ? 0 : operations);
        }

        private static String sentence(ErrorCode code) {
            return switch (code) {
                case BAD_ARGUMENTS -> "the request is malformed";
                case NO_NODE -> "the znode, or the parent of a new one, does not exist";
                case NODE_EXISTS -> "the znode exists";
                case NOT_EMPTY -> "the znode has children";
                case BAD_VERSION -> "the version is not the expected one";
                case NO_CHILDREN_FOR_EPHEMERALS -> "the parent is ephemeral and can have no children";
                case RUNTIME_INCONSISTENCY -> "an earlier operation of the same commit failed";
                case SESSION_EXPIRED -> "the session does not exist, or not any more";
                case SESSION_MOVED -> "the session was attached again since";
                case WRONG_SECRET -> "the secret is not the session's";
                case DUPLICATE_WRITE -> "the result of this write was acknowledged and is forgotten";
                case WRITE_OUT_OF_ORDER -> "the write number does not follow the last one";
                case NO_AUTH -> "the access control list does not allow it";
                case INVALID_ACL -> "the access control list is not one that this caller may set";
                case QUOTA_EXCEEDED -> "a quota, or the session's limit of ephemerals, would be exceeded";
                case TOO_LARGE ->
                    "what the reads of the commit answer is too much, or the parents or the tree are too deep";
            };
        }
    }

    /** The reply to a write. */
    static Reply of(Command command, Result result) {
        int operations =
                command instanceof Command.Multi multi ? multi.operations().size() : 0;
        return result instanceof Result.Failure failure ? Refusal.of(failure, operations) : new Written(result);
    }

    /** The reply to a write that gave this result. */
    static Reply of(Result result) {
        return result instanceof Result.Failure failure ? Refusal.of(failure) : new Written(result);
    }
}
