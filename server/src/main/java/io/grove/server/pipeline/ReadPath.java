package io.grove.server.pipeline;

import io.grove.machine.MachineState;
import io.grove.server.read.Query;
import io.grove.server.read.QueryReader;
import io.grove.server.read.Viewer;
import io.grove.server.session.Answer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.state.RootHistory;
import io.grove.server.watch.WatchMode;
import java.util.Map;

/** Answers reads: from a root, or from a past state that is still kept. Thread-safe. */
final class ReadPath {
    private final RootHistory roots;

    ReadPath(RootHistory roots) {
        this.roots = roots;
    }

    /**
     * Answers a read.
     *
     * @param current a root that is fresh enough for it
     */
    Answer read(MachineState current, Request.Read read, Viewer viewer) {
        if (read.options().atZxid().isEmpty()) {
            return Answer.at(current.zxid(), reply(current, read.query(), viewer));
        }
        long zxid = read.options().atZxid().getAsLong();
        MachineState past = zxid == current.zxid() ? current : roots.at(zxid);
        return past == null
                ? Answer.at(current.zxid(), compacted(zxid))
                : Answer.atPast(zxid, reply(past, read.query(), viewer));
    }

    /** Whoever is told that there are more pages will come for them. */
    private Reply reply(MachineState state, Query query, Viewer viewer) {
        Reply reply = QueryReader.read(state, query, viewer);
        if (hasMore(reply)) {
            roots.pin(state);
        }
        return reply;
    }

    private static boolean hasMore(Reply reply) {
        return reply instanceof Reply.Batch batch
                ? batch.replies().stream().anyMatch(ReadPath::hasMore)
                : reply instanceof Reply.Page page && !page.nextPageToken().isEmpty();
    }

    private Reply.Refusal compacted(long zxid) {
        long oldest = roots.oldestZxid();
        return new Reply.Refusal(
                RefusalReason.COMPACTED,
                "the state at zxid " + zxid + " is no longer kept, the oldest one is that at " + oldest,
                Map.of("oldest_zxid", Long.toString(oldest)),
                -1);
    }

    /** The watch that a read leaves when it succeeds. */
    static WatchMode watchMode(Query.OfPath query) {
        if (query instanceof Query.Exists) {
            return WatchMode.ONE_SHOT_EXISTS;
        }
        return query instanceof Query.Get ? WatchMode.ONE_SHOT_DATA : WatchMode.ONE_SHOT_CHILDREN;
    }
}
