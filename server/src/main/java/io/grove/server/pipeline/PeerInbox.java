package io.grove.server.pipeline;

import io.grove.command.CommandEnvelope;
import io.grove.tree.SessionId;
import java.util.Collection;
import java.util.List;

/** What other members tell this one. Thread-safe; does not wait. */
public interface PeerInbox {
    /**
     * Another member sends commands to this one, as the leader.
     *
     * @param commands in order
     * @param onLost is run, possibly at once and possibly more than once, when some of them were not or may not have
     *     been logged: tell the sender, which then sends all its unanswered commands again
     */
    void commandsReceived(List<CommandEnvelope> commands, Runnable onLost);

    /** Another member reports, to this one as the leader, that sessions have shown life. */
    void activityReceived(Collection<SessionId> alive);

    /** Commands that this member sent may have been lost: the stream broke, or the leader said so. */
    void commandsLost();
}
