package io.grove.server.pipeline;

import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.server.session.NodeReaper;
import io.grove.server.session.SessionExpirer;
import io.grove.server.session.SessionRegistry;
import io.grove.server.state.AppliedObserver;

/**
 * Completes what waited for a command, in a fixed order: first the writes of this member, so that a stream that asked
 * to close is told so before the registry ends it; then the registry; then the internal session, and the
 * leader's expirer and reaper, which answer nobody. Called under the state lock.
 */
final class ApplyFanout implements AppliedObserver {
    private final WritePath writes;
    private final SessionRegistry registry;
    private final InternalSession internal;
    private final SessionExpirer expirer;
    private final NodeReaper reaper;

    ApplyFanout(
            WritePath writes,
            SessionRegistry registry,
            InternalSession internal,
            SessionExpirer expirer,
            NodeReaper reaper) {
        this.writes = writes;
        this.registry = registry;
        this.internal = internal;
        this.expirer = expirer;
        this.reaper = reaper;
    }

    @Override
    public void applied(Applied applied) {
        writes.applied(applied);
        registry.applied(applied);
        internal.applied(applied);
        expirer.applied(applied);
        reaper.applied(applied);
    }

    @Override
    public void restored(MachineState state) {
        registry.restored(state);
        internal.restored(state);
        writes.restored(state);
        reaper.restored(state);
    }
}
