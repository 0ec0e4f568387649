package io.grove.tree;

/**
 * Id of a session: the zxid of the command that opened it, so it is never used twice. It stands here, below the session
 * package, because a znode names its owner.
 *
 * @param value greater than 0; 0 stands for no session
 */
public record SessionId(long value) implements Comparable<SessionId> {
    /** No session: owner of znodes that are not ephemeral, and sender of the ensemble's own commands. */
    public static final SessionId NONE = new SessionId(0);

    /** Refuses negative values. */
    public SessionId {
        if (value < 0) {
            throw new IllegalArgumentException("session id " + value + " is negative");
        }
    }

    /** Whether this is {@link #NONE}. */
    public boolean isNone() {
        return value == 0;
    }

    @Override
    public int compareTo(SessionId other) {
        return Long.compare(value, other.value);
    }

    /** Hexadecimal, as logs and tools print it. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
