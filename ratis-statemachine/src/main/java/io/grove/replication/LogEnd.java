package io.grove.replication;

import java.util.Comparator;

/**
 * Where a member's log ends. The one that is greater has seen more: its member can win an election against the other's.
 *
 * @param term Raft term of the last entry
 * @param index its index, -1 of an empty log
 */
public record LogEnd(long term, long index) implements Comparable<LogEnd> {
    private static final Comparator<LogEnd> ORDER =
            Comparator.comparingLong(LogEnd::term).thenComparingLong(LogEnd::index);

    @Override
    public int compareTo(LogEnd other) {
        return ORDER.compare(this, other);
    }
}
