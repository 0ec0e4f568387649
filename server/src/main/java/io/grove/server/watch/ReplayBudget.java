package io.grove.server.watch;

/**
 * How much of the history one stream may have searched for its watches. Searching happens under the state lock, and a
 * client may have very many watches to resume; beyond the budget they are told RESYNC, which is always true and cheap.
 * Each change that is recorded meanwhile pays for looking at one more. Guarded by the state lock.
 */
public final class ReplayBudget {
    /** Some hundredths of a second, in many short steps. */
    public static final long CHANGES_MAX = 1_000_000;

    private final ChangeHistory history;
    private final long changesMax;
    private final long recordedAtFirst;
    private long used;

    /**
     * A budget that nothing was taken of.
     *
     * @param changesMax how many changes may be looked at without waiting for new ones
     */
    public ReplayBudget(ChangeHistory history, long changesMax) {
        this.history = history;
        this.changesMax = changesMax;
        this.recordedAtFirst = history.recorded();
    }

    /** Takes what it costs to resume from a zxid, or nothing and returns false when too little is left. */
    public boolean take(long fromZxid) {
        long cost = history.changesAfter(fromZxid);
        if (used + cost > changesMax + history.recorded() - recordedAtFirst) {
            return false;
        }
        used += cost;
        return true;
    }
}
