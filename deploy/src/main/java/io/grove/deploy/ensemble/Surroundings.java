package io.grove.deploy.ensemble;

/** In what a member runs besides the launcher: a network of its own, a clock of its own. */
@FunctionalInterface
public interface Surroundings {
    /** Nothing special. */
    Surroundings NONE = (id, member) -> member;

    /** Changes how a member is started: its command, its environment. */
    ProcessBuilder around(String id, ProcessBuilder member);
}
