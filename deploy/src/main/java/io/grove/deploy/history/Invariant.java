package io.grove.deploy.history;

/** What a history is checked for. Names that docs/guarantees.md has, too, mean the same here. */
public enum Invariant {
    /** Every write has a zxid of its own. */
    ZXID_MONOTONIC,
    /** A write comes, in the order of zxids, after everything that anyone had seen before it was called. */
    LINEARIZABLE_WRITES,
    /** A linearizable read reflects everything that anyone had seen before it was called. */
    LINEARIZABLE_READS,
    /** Every result and every read is what a replay of all writes up to its zxid gives. */
    SEQUENTIAL_CONSISTENCY,
    /** Operations of a session take effect in the order of their calls. */
    SESSION_FIFO,
    /** A read reflects the writes that its session had called before. */
    READ_YOUR_WRITES,
    /** A read is not behind what its session, or whoever gave it a zxid, had seen before. */
    MONOTONIC_READS,
    /** A write is applied at one zxid only, and one that was reported as not done is not applied at all. */
    APPLIED_ONCE,
    /** All of a commit is there, or nothing. */
    ATOMIC_MULTI,
    /** At the end every member holds what was acknowledged, and nothing else. */
    ACKNOWLEDGED_SURVIVES,
    /** At the same zxid all members hold the same. */
    APPLY_IS_DETERMINISTIC,
    /** Every change that a watch waits for is told once, in order, truly, and before an answer that reflects it. */
    NO_MISSED_EVENT,
    /** A one-shot watch is told once. */
    ONE_SHOT_FIRES_ONCE,
    /** Events are left out only with RESYNC, and that only after the connection was lost. */
    RESYNC_FOR_A_REASON,
    /** Ephemerals are there as long as their session, and go all at once. */
    EPHEMERAL_HAS_LIVE_OWNER,
    /** A session that was in contact does not expire before its timeout is over. */
    SESSION_LIVES_ITS_TIMEOUT,
    /** Who writes under a lock holds it at the zxid of the write, and fencing tokens do not fall. */
    MUTUAL_EXCLUSION,
    /** While its session lives, every operation is answered. */
    EVERY_CALL_IS_ANSWERED,
    /** Once faults are over, all members are in contact with one leader and reach the same zxid. */
    MEMBERS_CATCH_UP,
    /** A member that ends says so by its exit code, and starts again. */
    FAIL_STOP
}
