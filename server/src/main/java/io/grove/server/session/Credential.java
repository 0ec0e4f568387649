package io.grove.server.session;

import io.grove.tree.SessionId;

/**
 * Names a session and proves the right to use it.
 *
 * @param sessionId which
 * @param secret the secret that its client was given
 */
public record Credential(SessionId sessionId, byte[] secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "Credential[" + sessionId + "]";
    }
}
