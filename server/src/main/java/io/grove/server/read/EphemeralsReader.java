package io.grove.server.read;

import io.grove.collection.PersistentSortedMap;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.ReplyWeight;
import io.grove.tree.SessionId;
import io.grove.tree.SystemPaths;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists the ephemerals of a session: one's own, or any one's for administrators. */
final class EphemeralsReader {
    private EphemeralsReader() {}

    static Reply read(Reading reading, Query.ListEphemerals query) {
        SessionId own = reading.viewer().session();
        SessionId session = query.session().isNone() ? own : query.session();
        if (reading.state().sessions().find(session) == null) {
            return Reply.Refusal.of(RefusalReason.SESSION_EXPIRED, "session " + session + " does not exist");
        }
        if (!session.equals(own) && !reading.viewer().isAdministrator(reading.state())) {
            return Reply.Refusal.noAuth(SystemPaths.ZOOKEEPER);
        }
        PersistentSortedMap<ZnodePath, SessionId> all =
                reading.state().sessions().ephemeralsByPath(session);
        PageToken token = query.page().token();
        if (token == null) {
            return page(reading, query, all.entriesFrom(query.path()));
        }
        ZnodePath position = token.pathWithin(query.path());
        return position == null ? PageToken.foreign() : page(reading, query, all.entriesAfter(position));
    }

    private static Reply page(
            Reading reading, Query.ListEphemerals query, Iterable<Map.Entry<ZnodePath, SessionId>> candidates) {
        PageBudget budget = reading.budget(query);
        List<ZnodePath> paths = new ArrayList<>();
        for (Map.Entry<ZnodePath, SessionId> entry : candidates) {
            ZnodePath path = entry.getKey();
            if (!path.value().startsWith(query.path().value())) {
                break;
            }
            if (!path.isWithin(query.path())) {
                // A sibling such as /a-b, which sorts between /a and /a/b.
                continue;
            }
            if (!budget.take(0, ReplyWeight.ENTRY_BYTES + ReplyWeight.of(path.value()))) {
                ZnodePath last = paths.get(paths.size() - 1);
                return new Reply.Ephemerals(
                        paths,
                        PageToken.behind(reading.state(), query, last.value()).text());
            }
            paths.add(path);
        }
        return new Reply.Ephemerals(paths, "");
    }
}
