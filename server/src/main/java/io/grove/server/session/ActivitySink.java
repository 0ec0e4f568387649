package io.grove.server.session;

import io.grove.tree.SessionId;
import java.util.Collection;

/** Port: takes this member's report of which sessions have shown life, towards the leader. Thread-safe. */
@FunctionalInterface
public interface ActivitySink {
    /**
     * Takes a report. Does not wait.
     *
     * @return false if it could not be sent; these sessions are then in the next report, too
     */
    boolean report(Collection<SessionId> alive);
}
