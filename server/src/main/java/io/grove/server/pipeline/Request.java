package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.server.session.Credential;
import io.grove.server.session.Reply;
import io.grove.server.watch.WatchMode;
import io.grove.tree.ZnodePath;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a client asks for, in the words of the core; doors translate into it. */
public sealed interface Request {

    /** A request that is answered from the state, without changing it. */
    sealed interface Read extends Request {
        /** Which znode. */
        ZnodePath path();

        /** How fresh. */
        ReadOptions options();

        /** On a session stream the id of the one-shot watch to leave, 0 for none. */
        long watchId();
    }

    /**
     * A write: {@link Command.Create}, {@link Command.Delete}, {@link Command.SetData} or {@link Command.Multi}.
     * Owners of ephemerals in it are filled in by the pipeline.
     *
     * @param command what to do
     * @param owner for unary calls that create ephemerals the session to own them, null otherwise
     */
    record Write(Command command, @Nullable Credential owner) implements Request {}

    /** Whether a znode exists. */
    record Exists(ZnodePath path, ReadOptions options, long watchId) implements Read {}

    /** Data and metadata of a znode. */
    record Get(ZnodePath path, ReadOptions options, long watchId) implements Read {}

    /**
     * Names of children.
     *
     * @param path of which znode
     * @param pageSize at most so many, 0 for as many as fit
     * @param afterName only names after this one, empty for the first page
     * @param options how fresh
     * @param watchId as said there
     */
    record ListChildren(ZnodePath path, int pageSize, String afterName, ReadOptions options, long watchId)
            implements Read {}

    /** Waits until the member has applied everything that was acknowledged to anyone before. */
    record Sync() implements Request {}

    /**
     * Leaves a watch, on a session stream.
     *
     * @param watchId not 0, unique on the stream
     * @param path which znode
     * @param mode what it waits for
     * @param fromZxid when present, what has happened after this zxid is delivered first
     */
    record AddWatch(long watchId, ZnodePath path, WatchMode mode, OptionalLong fromZxid) implements Request {}

    /** Takes a watch back, on a session stream. */
    record RemoveWatch(long watchId) implements Request {}

    /**
     * What the door could not translate. With a write number it still takes its place in the session's order.
     *
     * @param refusal its answer
     */
    record Malformed(Reply.Refusal refusal) implements Request {}
}
