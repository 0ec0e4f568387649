package io.grove.client;

import java.util.Arrays;

/**
 * A session that a client has left behind for its successor: {@link GroveClient#leave} gives it,
 * {@link ClientConfig#withSession} takes it. Whoever has it can use the session: keep it secret.
 *
 * @param sessionId the session
 * @param secret proves the right to it. Copied
 * @param zxid highest zxid that the client had seen
 * @param lastWriteNumber number of its last write
 */
public record SessionHandover(long sessionId, byte[] secret, long zxid, long lastWriteNumber) {
    /** Copies the secret. */
    public SessionHandover {
        secret = secret.clone();
    }

    /** A copy. */
    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionHandover that
                && sessionId == that.sessionId
                && zxid == that.zxid
                && lastWriteNumber == that.lastWriteNumber
                && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sessionId);
    }

    /** All but the secret. */
    @Override
    public String toString() {
        return "session " + sessionId + " at zxid " + zxid;
    }
}
