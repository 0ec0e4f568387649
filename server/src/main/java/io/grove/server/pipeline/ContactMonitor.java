package io.grove.server.pipeline;

import io.grove.replication.ReplicatedLog;
import io.grove.server.session.SessionRegistry;

/**
 * Watches whether this member hears from a leader. One that has heard nothing for longer than the staleness bound tells
 * its clients, and answers only STALE reads, so that nobody takes old data for fresh.
 */
final class ContactMonitor {
    private final SessionRegistry registry;
    private final long stalenessMaxMs;
    private volatile boolean isInContact;

    ContactMonitor(SessionRegistry registry, long stalenessMaxMs) {
        this.registry = registry;
        this.stalenessMaxMs = stalenessMaxMs;
    }

    /** Whether the member is in contact. Needs no lock. */
    boolean isInContact() {
        return isInContact;
    }

    /** Looks again. Guarded by the state lock. */
    void tick(ReplicatedLog log) {
        long silentMs = log.status().sinceLeaderContactMs();
        boolean now = silentMs >= 0 && silentMs <= stalenessMaxMs;
        if (now != isInContact) {
            isInContact = now;
            registry.contactChanged(now);
        }
    }
}
