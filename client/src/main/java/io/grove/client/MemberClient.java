package io.grove.client;

import java.util.concurrent.CompletableFuture;

/** Asks one member about itself, without a session. Works also when the ensemble has no leader. Thread-safe. */
public interface MemberClient extends AutoCloseable {
    /** Which member is asked. */
    MemberAddress address();

    /** Its state. Fails with REQUEST_TIMEOUT when it can't be reached in time. */
    CompletableFuture<MemberStatus> status();

    /** Ends the connection. */
    @Override
    void close();
}
