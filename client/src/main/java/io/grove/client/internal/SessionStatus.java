package io.grove.client.internal;

import io.grove.client.SessionEvent;
import io.grove.client.SessionInfo;
import io.grove.client.SessionListener;
import io.grove.client.SessionState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What anyone may ask about the session. Written by the loop, read from any thread. */
final class SessionStatus {
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private volatile SessionState state = SessionState.CONNECTING;
    private volatile @Nullable SessionInfo info;
    private volatile long lastZxidSeen;

    SessionState state() {
        return state;
    }

    @Nullable SessionInfo info() {
        return info;
    }

    long lastZxidSeen() {
        return lastZxidSeen;
    }

    boolean isOver() {
        SessionState now = state;
        return now == SessionState.CLOSED || now == SessionState.EXPIRED;
    }

    void addListener(SessionListener listener) {
        listeners.add(listener);
    }

    void removeListener(SessionListener listener) {
        listeners.remove(listener);
    }

    void become(SessionState next) {
        state = next;
    }

    void servedAs(SessionInfo session) {
        info = session;
    }

    /** Only the loop calls this, so that read and write need not be one step. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void saw(long zxid) {
        lastZxidSeen = Math.max(lastZxidSeen, zxid);
    }

    /** The calls that tell the listeners. */
    List<Runnable> tell(SessionEvent event) {
        return listeners.stream()
                .<Runnable>map(listener -> () -> listener.sessionChanged(event))
                .toList();
    }
}
