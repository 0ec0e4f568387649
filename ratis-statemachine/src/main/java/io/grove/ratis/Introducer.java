package io.grove.ratis;

import io.grove.replication.Membership;
import java.util.UUID;

/** How a member that is new finds the ensemble which it is to join. */
@FunctionalInterface
public interface Introducer {
    /**
     * Asks members of the ensemble. May wait for them, for a bounded time.
     *
     * @throws StartRefusedException when nobody answers, or they do not want it
     */
    Introduction introduce() throws StartRefusedException;

    /**
     * An ensemble, as one of its members describes it.
     *
     * @param groupId its identity
     * @param membership who belongs to it
     */
    record Introduction(UUID groupId, Membership membership) {}
}
