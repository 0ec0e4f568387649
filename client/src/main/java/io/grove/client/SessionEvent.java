package io.grove.client;

/** A change in how a client stands with its session. */
public enum SessionEvent {
    /** The session is open. */
    CONNECTED,
    /** The connection is lost; see {@link SessionState#SUSPENDED}. */
    SUSPENDED,
    /** The same session goes on, at the same or another member; ephemerals and watches are as they were. */
    RECONNECTED,
    /** The session is over. Everything pending has failed with SESSION_EXPIRED. */
    EXPIRED,
    /** The client is closed. */
    CLOSED
}
