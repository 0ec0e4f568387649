package io.grove.server.pipeline;

import io.grove.server.session.Answer;
import io.grove.server.session.Credential;
import io.grove.server.watch.WatchMode;
import io.grove.tree.ZnodePath;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The single entry of all requests. Thread-safe; nothing here waits. */
@SuppressWarnings("DoNotCallSuggester") // Bodies follow.
public final class RequestPipeline {
    RequestPipeline() {}

    /**
     * A new session stream, not yet opened or attached.
     *
     * @param executor runs {@code drain}; must not run it within {@code execute}
     * @param drain sends what is in the stream's outbox, see {@link io.grove.server.session.SessionOutbox}
     */
    public SessionStream connect(Executor executor, Runnable drain) {
        throw new UnsupportedOperationException();
    }

    /**
     * A request outside of session streams. Futures are completed, with refusals too, never exceptionally, and possibly
     * under the state lock: hand over and return.
     *
     * @param timeoutMs how long the caller waits
     */
    public CompletableFuture<Answer> submitUnary(Request request, long timeoutMs) {
        throw new UnsupportedOperationException();
    }

    /** Opens a session outside of session streams: answers {@code Reply.SessionOpened}. Completes as above. */
    public CompletableFuture<Answer> openSession(long sessionTimeoutMs, String clientName, long timeoutMs) {
        throw new UnsupportedOperationException();
    }

    /** Takes a sign of life: answers {@code Reply.KeptAlive}. Completes as above. */
    public CompletableFuture<Answer> keepAlive(Credential credential, long timeoutMs) {
        throw new UnsupportedOperationException();
    }

    /** Closes a session outside of session streams: answers {@code Reply.SessionClosed}. Completes as above. */
    public CompletableFuture<Answer> closeSession(Credential credential, long timeoutMs) {
        throw new UnsupportedOperationException();
    }

    /**
     * A stream of the events of one watch, whose id is 1.
     *
     * @param fromZxid when present, what has happened after this zxid is delivered first
     * @param executor and {@code drain} as in {@link #connect}
     */
    public WatchStream watch(ZnodePath path, WatchMode mode, OptionalLong fromZxid, Executor executor, Runnable drain) {
        throw new UnsupportedOperationException();
    }
}
