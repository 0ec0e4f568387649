package io.grove.client.internal;

import com.google.protobuf.ByteString;
import io.grove.api.v1.Attach;
import io.grove.api.v1.Close;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.Open;
import io.grove.api.v1.Opened;
import io.grove.api.v1.SessionCredential;
import io.grove.client.ClientConfig;
import io.grove.client.SessionHandover;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a session is opened, attached to, closed and handed over with. On the loop, except for {@link #handover}. */
final class SessionPapers {
    private final ClientConfig config;
    private @Nullable SessionCredential credential;
    private @Nullable Duration linger;
    private volatile @Nullable SessionHandover handover;

    SessionPapers(ClientConfig config) {
        this.config = config;
        config.identity().session().ifPresent(session -> {
            credential = SessionCredential.newBuilder()
                    .setSessionId(session.sessionId())
                    .setSecret(ByteString.copyFrom(session.secret()))
                    .build();
        });
    }

    /** Whether there is a session, so that it is attached to rather than opened. */
    boolean hasSession() {
        return credential != null;
    }

    /** The first frame of a stream. */
    ConnectRequest first(long lastZxidSeen) {
        if (credential != null) {
            return ConnectRequest.newBuilder()
                    .setAttach(Attach.newBuilder().setSession(credential).setLastZxidSeen(lastZxidSeen))
                    .build();
        }
        return ConnectRequest.newBuilder()
                .setOpen(Open.newBuilder()
                        .setTimeout(RequestMapping.duration(config.sessionTimeout()))
                        .setClientName(config.clientName())
                        .putAllLabels(config.identity().labels()))
                .build();
    }

    /** The answer to it; gives the session's id. */
    long opened(Opened answer) {
        SessionCredential known = credential == null ? answer.getSession() : credential;
        credential = known;
        return known.getSessionId();
    }

    /** It will be closed like this; null to end it. */
    void keepFor(@Nullable Duration time) {
        linger = time;
    }

    /** The last frame of a stream. */
    ConnectRequest last() {
        Close.Builder close = Close.newBuilder();
        if (linger != null) {
            close.setLinger(RequestMapping.duration(linger));
        }
        return ConnectRequest.newBuilder().setClose(close).build();
    }

    /** The answer to it: what a successor needs is known. */
    void closed(long lastZxidSeen, long lastWriteNumber) {
        if (linger != null && credential != null) {
            handover = new SessionHandover(
                    credential.getSessionId(), credential.getSecret().toByteArray(), lastZxidSeen, lastWriteNumber);
        }
    }

    /** What a successor needs, if the session was left for one. From any thread. */
    @Nullable SessionHandover handover() {
        return handover;
    }
}
