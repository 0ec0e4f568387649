package io.grove.client;

/** How a client stands with its session. */
public enum SessionState {
    /** The session is not open yet; operations wait. */
    CONNECTING,
    /** A member serves the session. */
    CONNECTED,
    /**
     * The connection is lost and another member is looked for; operations wait, and are not lost. Whoever relies on an
     * ephemeral (holds a lock, leads) has to assume from here on that it may be gone by the end of the timeout.
     */
    SUSPENDED,
    /** The session is over, its ephemerals are gone or about to go. Final: make a new client. */
    EXPIRED,
    /** The client was closed, or the ensemble refused to open a session for it. Final. */
    CLOSED
}
