package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.server.read.Query;
import io.grove.server.session.Credential;
import io.grove.server.session.Reply;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchSelection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a client asks for, in the words of the core; doors translate into it. */
public sealed interface Request {

    /**
     * A request that is answered from the state, without changing it.
     *
     * @param query what is asked
     * @param options how fresh; for a later page the state of the first one
     * @param watchId on a session stream the id of the one-shot watch to leave, 0 for none
     * @param owner for unary calls that ask about their own session, that session; null otherwise
     */
    record Read(
            Query query,
            ReadOptions options,
            long watchId,
            @Nullable Credential owner) implements Request {
        /** A read that leaves no watch and names no session. */
        public Read(Query query, ReadOptions options) {
            this(query, options, 0, null);
        }

        /** A read that names no session. */
        public Read(Query query, ReadOptions options, long watchId) {
            this(query, options, watchId, null);
        }
    }

    /**
     * A write: {@link Command.Create}, {@link Command.Delete}, {@link Command.SetData} or {@link Command.Multi}.
     * Owners of ephemerals in it are filled in by the pipeline.
     *
     * @param command what to do
     * @param owner for unary calls that create ephemerals the session to own them, null otherwise
     */
    record Write(Command command, @Nullable Credential owner) implements Request {}

    /** Waits until the member has applied everything that was acknowledged to anyone before. */
    record Sync() implements Request {}

    /**
     * Leaves a watch, on a session stream.
     *
     * @param watch the watch; its id is not 0 and unique on the stream
     * @param fromZxid when present, what has happened after this zxid is delivered first
     */
    record AddWatch(Watch watch, OptionalLong fromZxid) implements Request {}

    /**
     * Takes watches back, on a session stream.
     *
     * @param which those that are meant; that there is none is an error, unless all are meant
     */
    record RemoveWatch(WatchSelection which) implements Request {}

    /** Asks who the caller is. */
    record WhoAmI() implements Request {}

    /**
     * Proves an identity, on a session stream: it holds for the requests after it. When it is refused the stream ends.
     *
     * @param scheme how it is proven
     * @param credential the proof; not to be changed
     */
    record Authenticate(String scheme, byte[] credential) implements Request {}

    /**
     * What the door could not translate. With a write number it still takes its place in the session's order.
     *
     * @param refusal its answer
     */
    record Malformed(Reply.Refusal refusal) implements Request {}
}
