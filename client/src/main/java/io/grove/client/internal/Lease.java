package io.grove.client.internal;

import java.util.concurrent.TimeUnit;

/**
 * The times of a session, all derived from its timeout as in specification B2: a sign of life every third, the member
 * counts as dead after two thirds of silence, the session as lost after four thirds without contact to any member. Used
 * on the loop, except for {@link #remainingNanos}.
 */
final class Lease {
    private long timeoutNanos;
    private long heardNanos;
    private long sentNanos;
    private volatile long certainUntilNanos;
    private volatile boolean isCertain;
    private boolean inContact;

    Lease(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    /** The session stands, by an answer to something sent at {@code askedNanos}. */
    void granted(long timeout, long askedNanos, long nowNanos) {
        timeoutNanos = timeout;
        heardNanos = nowNanos;
        sentNanos = nowNanos;
        inContact = true;
        confirmed(askedNanos);
    }

    /** The member has lost, or found again, the ensemble: alone it can't keep the session alive. */
    void contactChanged(boolean isInContact) {
        inContact = isInContact;
    }

    /** Something came from a member. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /**
     * We could not listen: silence counts as a third of the timeout at most, so that the member has time to be heard.
     */
    void forgive(long nowNanos) {
        heardNanos = Math.max(heardNanos, nowNanos - timeoutNanos / 3);
    }

    /** Something was sent to the member. */
    void sent(long nowNanos) {
        sentNanos = nowNanos;
    }

    /** The member has answered what was sent then: the session can't expire before its timeout from then on. */
    void confirmed(long thenNanos) {
        long until = thenNanos + timeoutNanos;
        if (inContact && (!isCertain || until - certainUntilNanos > 0)) {
            certainUntilNanos = until;
            isCertain = true;
        }
    }

    /** The session is over. */
    void ended() {
        isCertain = false;
    }

    /** For how long the session certainly lives; from any thread. */
    long remainingNanos(long nowNanos) {
        return isCertain ? certainUntilNanos - nowNanos : 0;
    }

    boolean isHeartbeatDue(long nowNanos) {
        return nowNanos - sentNanos >= timeoutNanos / 3;
    }

    /** Whether the member, which may have nothing to answer yet, should be asked whether it is there. */
    boolean isQuiet(long nowNanos) {
        return nowNanos - heardNanos >= timeoutNanos / 3;
    }

    boolean isMemberSilent(long nowNanos) {
        return nowNanos - heardNanos >= timeoutNanos / 3 * 2;
    }

    boolean isLapsed(long nowNanos) {
        return nowNanos - heardNanos >= timeoutNanos / 3 * 4;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    /** How often to look at these times. */
    long tickMs() {
        return Math.max(5, Math.min(100, TimeUnit.NANOSECONDS.toMillis(timeoutNanos) / 12));
    }
}
