package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.ListSessionsResponse;
import io.grove.api.v1.SessionDescription;
import io.grove.server.session.Reply;
import io.grove.session.Session;
import io.grove.tree.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Sessions as administrators see them. */
final class SessionMapping {
    private SessionMapping() {}

    static SessionId sessionId(long id) {
        if (id <= 0) {
            throw RefusedException.badArguments("session_id is " + id + "; those of sessions are positive");
        }
        return new SessionId(id);
    }

    /**
     * A page of sessions.
     *
     * @param attachedHere picks those that are attached at this member
     */
    static ListSessionsResponse.Builder sessions(
            Reply.Sessions page, Function<Collection<SessionId>, Set<SessionId>> attachedHere) {
        List<SessionId> ids =
                page.sessions().stream().map(listed -> listed.session().id()).toList();
        Set<SessionId> here = attachedHere.apply(ids);
        ListSessionsResponse.Builder response =
                ListSessionsResponse.newBuilder().setNextPageToken(page.nextPageToken());
        for (Reply.ListedSession listed : page.sessions()) {
            boolean isHere = here.contains(listed.session().id());
            response.addSessions(description(listed).setConnectedHere(isHere));
        }
        return response;
    }

    private static SessionDescription.Builder description(Reply.ListedSession listed) {
        Session session = listed.session();
        return SessionDescription.newBuilder()
                .setSessionId(session.id().value())
                .setClientName(session.clientName())
                .putAllLabels(session.terms().labels())
                .setTimeout(FieldMapping.duration(session.timeoutMs()))
                .setEphemerals(listed.ephemerals())
                .setAttachEpoch(session.attachEpoch());
    }
}
