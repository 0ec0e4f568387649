package io.grove.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What administrators do with the sessions of others. Needs no session of its own. Asynchronous and thread-safe.
 */
public interface GroveAdmin extends AutoCloseable {
    /** Lists a page of the sessions of clients, by id. Needs ADMIN on {@code /zookeeper}. Errors: NO_AUTH. */
    CompletableFuture<Page<SessionDescription>> sessions(SessionsOptions options);

    /**
     * Closes a session of a client and deletes its ephemerals, at one zxid, which it gives. Needs ADMIN on
     * {@code /zookeeper}. Errors: NO_AUTH, SESSION_EXPIRED when there is no such session (any more).
     */
    CompletableFuture<Long> killSession(long sessionId);

    /** Who the ensemble takes the caller to be. */
    CompletableFuture<List<Identity>> whoAmI();

    /** Ends it. What is pending fails with CLOSED. */
    @Override
    void close();
}
