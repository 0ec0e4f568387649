package io.grove.comparison;

import io.grove.deploy.time.Deadline;
import java.util.List;

/** An ensemble of three processes of one of the systems compared, each with its default timing. */
interface ComparedSystem extends AutoCloseable {
    /** Its name and version. */
    String name();

    /** Starts all members. */
    void start() throws Exception;

    /** Waits until all members serve and follow the same leader. */
    void awaitReady(Deadline deadline) throws Exception;

    /** The member that leads. */
    String leader() throws Exception;

    /** SIGKILL; returns when the process has ended. */
    void kill(String member) throws Exception;

    /** Starts a member that was killed. */
    void restart(String member) throws Exception;

    /** A client that knows all members. */
    Writer writer(int number) throws Exception;

    /** A client that writes. */
    interface Writer extends AutoCloseable {
        /** Writes to a key of its own; returns when that is acknowledged, however often it has to try. */
        void write(long value) throws Exception;

        @Override
        void close();
    }

    @Override
    void close();

    /** The names of the members. */
    static List<String> members() {
        return List.of("m1", "m2", "m3");
    }
}
