package io.grove.server.security;

/** Whether a port asks clients for a certificate. One that is shown is always verified. */
public enum ClientAuth {
    /** Does not ask. */
    NONE,
    /** Asks, and serves also those that have none. */
    OPTIONAL,
    /** Refuses the connection of those that have none. */
    REQUIRED
}
