package io.grove.deploy.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history. Steps count everything that is recorded, so that of two entries of one client the one with the
 * smaller step was first; times are those of one clock, in nanoseconds.
 */
public sealed interface Entry {
    /** When it was recorded. */
    long step();

    /**
     * An operation.
     *
     * @param client which client
     * @param session its session
     * @param called step of the call
     * @param invoked time of the call
     * @param step step of the answer
     * @param completed time of the answer, -1 if none came
     * @param request what was asked for
     * @param outcome what was answered
     */
    record Call(
            String client,
            long session,
            long called,
            long invoked,
            long step,
            long completed,
            Request request,
            Outcome outcome)
            implements Entry {
        boolean isAcknowledged() {
            return request.isWrite() && outcome.isSuccess();
        }
    }

    /**
     * A watch was told something.
     *
     * @param step when
     * @param at time
     * @param client which client
     * @param watch which of its watches
     * @param type what happened, a name of the client's {@code WatchEvent.Type}
     * @param path to which znode
     * @param zxid at which zxid
     * @param node its metadata, if it came along
     * @param data its data, if it came along
     */
    record Told(
            long step,
            long at,
            String client,
            long watch,
            String type,
            String path,
            long zxid,
            @Nullable NodeView node,
            @Nullable String data)
            implements Entry {
        /** Type of an event that says that others are missing. */
        public static final String RESYNC = "RESYNC";

        boolean isResync() {
            return type.equals(RESYNC);
        }
    }

    /**
     * A watch was left.
     *
     * @param step when
     * @param client which client
     * @param watch its number, which no other watch has
     * @param mode what it waits for, a name of the client's {@code WatchMode}
     * @param path where
     * @param fromZxid events after this one are waited for
     */
    record Left(long step, String client, long watch, String mode, String path, long fromZxid) implements Entry {}

    /**
     * A watch is over, other than by firing.
     *
     * @param step when
     * @param client which client
     * @param watch which
     */
    record Over(long step, String client, long watch) implements Entry {}

    /**
     * Something became of a session.
     *
     * @param step when
     * @param at time
     * @param client who says so
     * @param session which session
     * @param what what
     * @param value of OPENED the timeout in ms, of KILLED the zxid; 0 otherwise
     */
    record Life(long step, long at, String client, long session, What what, long value) implements Entry {
        /** What became of it. */
        public enum What {
            /** It is open, for the first time or at another client. */
            OPENED,
            /** Its connection is lost. */
            SUSPENDED,
            /** It goes on at another connection. */
            RECONNECTED,
            /** The client was told, or has concluded, that it has expired. */
            EXPIRED,
            /** An administrator is about to close it. */
            KILLING,
            /** An administrator has closed it. */
            KILLED,
            /** The client begins to close it. */
            CLOSING,
            /** The client is closed. */
            CLOSED,
            /** The client has left it to a successor. */
            LEFT
        }
    }

    /**
     * A fault.
     *
     * @param step when it was over
     * @param began time when it began
     * @param ended time when it was over
     * @param kind its kind
     * @param what what was done
     */
    record Fault(long step, long began, long ended, String kind, String what) implements Entry {}

    /**
     * What a member holds at the end.
     *
     * @param step when
     * @param member which member
     * @param zxid at which zxid
     * @param digest its digest
     * @param root what is below this path
     * @param nodes the znodes, the root included
     */
    record Tree(long step, String member, long zxid, String digest, String root, List<Node> nodes) implements Entry {
        /** Copies the list. */
        public Tree {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * One znode of a tree.
     *
     * @param path where
     * @param node its metadata
     * @param data its data
     */
    record Node(String path, NodeView node, @Nullable String data) {}

    /**
     * Something that went wrong while the history was made.
     *
     * @param step when
     * @param invariant name of the invariant that it breaks
     * @param what what it was
     */
    record Trouble(long step, Invariant invariant, String what) implements Entry {}
}
