package io.grove.session;

import io.grove.command.Command;
import io.grove.tree.SessionId;
import java.util.Arrays;

/**
 * One session, as it is replicated. Whether it is alive is not known here: the leader follows the signs of life, and
 * closes it through the log (EXPIRE_ONLY_BY_LOG). Immutable.
 *
 * @param id its id
 * @param terms what it was opened with
 * @param attachEpoch how often it was opened, attached, or left to linger; writes under an older epoch are refused
 * @param lingerMs for how long its client said it would be away, in milliseconds; 0 if it did not, or came back
 * @param window its numbered writes
 */
public record Session(SessionId id, Command.OpenSession terms, long attachEpoch, long lingerMs, WriteWindow window) {
    /** Refuses a negative linger with {@link IllegalArgumentException}. */
    public Session {
        if (lingerMs < 0) {
            throw new IllegalArgumentException("session " + id + " lingers " + lingerMs + " ms");
        }
    }

    /** A new session. */
    public static Session opened(SessionId id, Command.OpenSession terms) {
        return new Session(id, terms, 1, 0, WriteWindow.EMPTY);
    }

    /** Its timeout, in milliseconds. */
    public long timeoutMs() {
        return terms.timeoutMs();
    }

    /** After so long without a sign of life the leader closes it, in milliseconds. */
    public long patienceMs() {
        return lingerMs == 0 ? timeoutMs() : lingerMs;
    }

    /** How many ephemerals it may own, 0 for any number. */
    public long ephemeralsMax() {
        return terms.ephemeralsMax();
    }

    /** SHA-256 of its secret. Not to be changed. */
    public byte[] secretHash() {
        return terms.secretHash();
    }

    /** A name for people. */
    public String clientName() {
        return terms.clientName();
    }

    /** Whether it is a member's own session, which carries writes of clients without one. */
    public boolean isInternal() {
        return terms.internal();
    }

    /** Number of its last applied write, 0 before the first. */
    public long lastWriteNumber() {
        return window.lastNumber();
    }

    /** Whether a shown secret is the right one. */
    public boolean hasSecretHash(byte[] shown) {
        return Arrays.equals(secretHash(), shown);
    }

    /** This session under the next epoch; its client is there. */
    public Session attached() {
        return new Session(id, terms, attachEpoch + 1, 0, window);
    }

    /** This session with other numbered writes. */
    public Session withWindow(WriteWindow windowAfter) {
        return new Session(id, terms, attachEpoch, lingerMs, windowAfter);
    }

    /**
     * This session without its client, who said when to come back. Under the next epoch: what the client has sent
     * before and comes late is refused, and so is an expiry that was proposed before.
     */
    public Session lingering(long lingerMsAfter) {
        return new Session(id, terms, attachEpoch + 1, lingerMsAfter, window);
    }
}
