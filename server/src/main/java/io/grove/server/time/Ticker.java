package io.grove.server.time;

/** The clock of a member. Thread-safe. */
public interface Ticker {
    /** Nanoseconds since some moment; never goes back. For measuring how long something took. */
    long nanos();

    /** Milliseconds since 1970. May jump. Only for the time that batches carry, and for people. */
    long wallMillis();
}
