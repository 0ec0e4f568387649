package io.grove.server.pipeline;

/** How fresh a read has to be. Doors resolve the default before they submit. */
public enum Consistency {
    /** Never behind what the session has seen. */
    SESSION,
    /** Reflects every write that was acknowledged to anyone before the read began. */
    LINEARIZABLE,
    /** Whatever the member has. */
    STALE
}
