package io.grove.server.pipeline;

import io.grove.command.CommandEnvelope;
import io.grove.replication.MemberId;
import io.grove.tree.SessionId;
import java.util.Collection;
import java.util.List;

/**
 * Port: the ordered stream from this member to the leader. Thread-safe; called under the state lock, so it must enqueue
 * and return, never wait.
 */
public interface PeerLink {
    /**
     * Sends commands to the leader. What is accepted by one link arrives in order or is lost; when something may have
     * been lost, {@link PeerInbox#commandsLost} is to be called here, at the sender.
     *
     * @return false if nothing was sent, as there is no connection or too much is waiting; they are sent again later
     */
    boolean sendCommands(MemberId leader, List<CommandEnvelope> commands);

    /**
     * Sends a report of sessions that have shown life.
     *
     * @return false if it was not sent
     */
    boolean sendActivity(MemberId leader, Collection<SessionId> alive);
}
