package io.grove.server.session;

import io.grove.tree.SessionId;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells the leader, every tick, which sessions have shown life at this member: heartbeats are not commands. What could
 * not be sent is in the next report. Guarded by the state lock.
 */
public final class ActivityReporter {
    private final SessionRegistry registry;
    private final ActivitySink sink;
    private final Set<SessionId> unsent = new LinkedHashSet<>();

    /** Reports the life in this registry to this sink. */
    public ActivityReporter(SessionRegistry registry, ActivitySink sink) {
        this.registry = registry;
        this.sink = sink;
    }

    /**
     * Reports.
     *
     * @param own the member's own session, {@link SessionId#NONE} if it has none
     */
    public void tick(SessionId own) {
        unsent.addAll(registry.takeAlive());
        if (!own.isNone()) {
            unsent.add(own);
        }
        if (!unsent.isEmpty() && sink.report(Set.copyOf(unsent))) {
            unsent.clear();
        }
    }
}
