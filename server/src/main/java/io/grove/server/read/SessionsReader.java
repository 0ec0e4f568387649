package io.grove.server.read;

import io.grove.server.session.Reply;
import io.grove.server.session.ReplyWeight;
import io.grove.session.Session;
import io.grove.tree.SessionId;
import io.grove.tree.SystemPaths;
import java.util.ArrayList;
import java.util.List;

/** Lists the sessions of clients for administrators. The members' own are nobody's business. */
final class SessionsReader {
    /** Most sessions of a page. */
    private static final int SESSIONS_MAX = 1_000;

    private SessionsReader() {}

    static Reply read(Reading reading, Query.ListSessions query) {
        if (!reading.viewer().isAdministrator(reading.state())) {
            return Reply.Refusal.noAuth(SystemPaths.ZOOKEEPER);
        }
        PageToken token = query.page().token();
        if (token == null) {
            return page(reading, query, SessionId.NONE);
        }
        try {
            return page(reading, query, new SessionId(Long.parseLong(token.position())));
        } catch (IllegalArgumentException forged) {
            return PageToken.foreign();
        }
    }

    private static Reply page(Reading reading, Query.ListSessions query, SessionId behind) {
        PageBudget budget = reading.budget(query, SESSIONS_MAX);
        List<Reply.ListedSession> listed = new ArrayList<>();
        SessionId last = behind;
        for (Session session : reading.state().sessions().after(behind)) {
            boolean hasRoom = session.isInternal() ? budget.pass() : budget.take(0, ReplyWeight.of(session));
            if (!hasRoom) {
                String position = Long.toString(last.value());
                return new Reply.Sessions(
                        listed,
                        PageToken.behind(reading.state(), query, position).text());
            }
            last = session.id();
            if (!session.isInternal()) {
                long ephemerals = reading.state().sessions().ephemeralCount(session.id());
                listed.add(new Reply.ListedSession(session, ephemerals));
            }
        }
        return new Reply.Sessions(listed, "");
    }
}
