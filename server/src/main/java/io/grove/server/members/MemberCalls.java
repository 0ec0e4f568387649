package io.grove.server.members;

import io.grove.replication.Membership;
import java.util.concurrent.CompletableFuture;

/** Port: calls to other members. Thread-safe; does not wait. */
public interface MemberCalls {
    /**
     * Asks whoever listens at an address.
     *
     * @param peerAddress {@code host:port} of its peer port
     * @return what it says; or a {@link ChangeRefusedException}: BAD_ARGUMENTS when it belongs to another ensemble,
     *     MEMBER_NOT_READY when nobody answers
     */
    CompletableFuture<Description> describe(String peerAddress);

    /**
     * Has the leader make a change.
     *
     * @param peerAddress {@code host:port} of its peer port
     * @return who belongs then, or a {@link ChangeRefusedException}
     */
    CompletableFuture<Membership> change(String peerAddress, ChangeOrder order);
}
