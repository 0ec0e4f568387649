package io.grove.client;

/** How fresh a read has to be, and so what it costs. */
public enum Consistency {
    /** Never behind what this client has already seen, nor behind the asked zxid. Answered by one member alone. */
    SESSION,
    /**
     * Reflects every write that was acknowledged to anyone before the read began. Costs a round of the ensemble, shared
     * with all writes and reads of that moment.
     */
    LINEARIZABLE,
    /** Whatever the member has, also when it is cut off from the others. */
    STALE
}
