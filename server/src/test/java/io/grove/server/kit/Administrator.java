package io.grove.server.kit;

import io.grove.api.v1.CloseSessionRequest;
import io.grove.api.v1.KillSessionRequest;
import io.grove.api.v1.ListSessionsRequest;
import io.grove.api.v1.ListSessionsResponse;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.SessionDescription;
import io.grove.api.v1.SessionServiceGrpc;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks after the sessions of others. There is one way to do it for clients of every door. */
final class Administrator {
    private final SessionServiceGrpc.SessionServiceBlockingStub sessions;

    Administrator(Channel channel) {
        sessions = SessionServiceGrpc.newBlockingStub(channel);
    }

    /** One page; throws {@link Refused}. */
    ListSessionsResponse page(ListSessionsRequest.Builder request) {
        return refusing(() -> sessions.listSessions(request.build()));
    }

    /** All sessions, in pages of this size. */
    List<SessionDescription> list(int pageSize) {
        List<SessionDescription> all = new ArrayList<>();
        ListSessionsRequest.Builder request = ListSessionsRequest.newBuilder().setPageSize(pageSize);
        do {
            ListSessionsResponse page = page(request);
            all.addAll(page.getSessionsList());
            request.setPageToken(page.getNextPageToken());
        } while (!request.getPageToken().isEmpty());
        return all;
    }

    /** Ends somebody's session and says at which zxid; throws {@link Refused}. */
    long kill(long sessionId) {
        return refusing(() -> sessions.killSession(
                        KillSessionRequest.newBuilder().setSessionId(sessionId).build()))
                .getHeader()
                .getWriteZxid();
    }

    /** Ends a session as its owner would; throws {@link Refused}. */
    void close(SessionCredential session) {
        refusing(() -> sessions.closeSession(
                CloseSessionRequest.newBuilder().setSession(session).build()));
    }

    private static <T> T refusing(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw Refused.of(e);
        }
    }
}
