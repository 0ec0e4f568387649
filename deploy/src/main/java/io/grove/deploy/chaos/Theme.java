package io.grove.deploy.chaos;

import java.util.Locale;

/** Kinds of faults, each of which can be the only one of a round. */
enum Theme {
    /** SIGKILL to one member, the leader, a majority, or all. */
    KILL("kill -9"),
    /** SIGSTOP and SIGCONT, for shorter and longer than a session lives. */
    PAUSE("pause"),
    /** Members that do not reach each other, or their clients. */
    PARTITION("partition"),
    /** Packets that get lost. */
    LOSS("packet loss"),
    /** Wall clocks that jump. */
    CLOCK("clock jump"),
    /** A disk that is full. */
    DISK("full disk"),
    /** All members, one after the other, stopped and started. */
    RESTART("rolling restart"),
    /** Sessions that an administrator closes. */
    SESSION("session killed"),
    /** All of these together. */
    MIXED("mixed");

    private final String title;

    Theme(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** As it stands on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
