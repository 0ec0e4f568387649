package io.grove.server.kit;

import com.google.protobuf.Duration;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SessionCredential;

/** One client, with a session of its own, at some front door. The words are those of the session stream. */
interface Door extends AutoCloseable {
    /** Asks for one thing and waits for the answer, whose result is never an error. Throws {@link Refused}. */
    Response ask(Request.Builder request);

    /** Leaves a watch; throws {@link Refused}. */
    Watching watch(AddWatchRequest.Builder watch);

    /** Proves an identity of scheme digest, for all that is asked from now on. */
    void login(String user, String password);

    /** The client's session. */
    SessionCredential session();

    /** The timeout that the session was given. */
    Duration timeout();

    /** Ends the session, and with it its ephemerals. */
    void endSession();

    @Override
    void close();
}
