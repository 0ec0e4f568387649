package io.grove.replication;

/** Is told of changes of leadership. */
@FunctionalInterface
public interface LeadershipListener {
    /**
     * Leadership changed. Called in order, on a thread that must not be held up and may hold Ratis's locks: hand over
     * and return.
     */
    void leadershipChanged(Leadership leadership);
}
