package io.grove.snapshot;

import io.grove.machine.MachineState;
import io.grove.session.Session;

/**
 * What is in a snapshot, in numbers.
 *
 * @param zxid zxid of the last command that is in it
 * @param timeMs time of that command, milliseconds since 1970
 * @param digest digest of the state
 * @param featureLevel feature level of the ensemble
 * @param znodes znodes, with the root
 * @param dataBytes sum of the lengths of their data
 * @param ephemerals ephemerals among them
 * @param clientSessions sessions of clients
 * @param memberSessions sessions of members
 * @param cachedResults results that clients may ask for again
 * @param quotas quotas
 */
public record SnapshotSummary(
        long zxid,
        long timeMs,
        long digest,
        int featureLevel,
        long znodes,
        long dataBytes,
        long ephemerals,
        long clientSessions,
        long memberSessions,
        long cachedResults,
        long quotas) {

    /** Counts. Takes time in proportion to the number of sessions. */
    public static SnapshotSummary of(MachineState state) {
        long ephemerals = 0;
        long members = 0;
        long results = 0;
        for (Session session : state.sessions()) {
            ephemerals += state.sessions().ephemeralCount(session.id());
            members += session.isInternal() ? 1 : 0;
            results += session.window().recorded().size();
        }
        return new SnapshotSummary(
                state.zxid(),
                state.timeMs(),
                state.digest(),
                state.featureLevel(),
                state.tree().znodeCount(),
                state.tree().root().descendantBytes() + state.tree().root().dataLength(),
                ephemerals,
                state.sessions().size() - members,
                members,
                results,
                state.quotas().quotas().size());
    }
}
