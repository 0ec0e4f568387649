package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.session.Session;

/**
 * What a new ensemble begins with when it is made from a backup. A pure function of the backup, so that all members
 * that are given the same file begin with the same state.
 *
 * <p><b>Zxids go on.</b> The old ensemble may have gone on after the backup was taken, and its clients have seen zxids
 * that are not in it. The new one must not use those again for something else, nor keep such a client waiting for them.
 * So it begins at the next multiple of 2^40 (ZXID_MONOTONIC also across a restore): far above what the old one can have
 * reached, and with room for eight million restores.
 *
 * <p><b>Sessions end.</b> What was acknowledged to a session after the backup is lost, which is the opposite of what a
 * session promises: its writes would be out of order for ever, a lock that it gave up would be its own again, one that
 * it holds somebody else's. So all sessions are closed and their ephemerals deleted, and a client that comes back is
 * told SESSION_EXPIRED, the one news that every client has to handle: begin anew, and read what is there.
 */
public final class Restoration {
    private static final int LIFE_BITS = 40;

    private Restoration() {}

    /** The state with which an ensemble begins that is restored from this one. */
    public static MachineState of(MachineState backup) {
        MachineState state = backup;
        for (Session session : backup.sessions()) {
            Command close = new Command.CloseSession(session.id(), Command.CloseReason.CLIENT, 0);
            state = CoordinationMachine.apply(state, state.timeMs(), CommandEnvelope.ofEnsemble(close))
                    .next();
        }
        return new MachineState(
                state.tree(),
                state.sessions(),
                state.quotas(),
                nextLife(state.zxid()),
                state.timeMs(),
                state.contentDigest(),
                state.featureLevel());
    }

    private static long nextLife(long zxid) {
        return Math.multiplyExact((zxid >> LIFE_BITS) + 1, 1L << LIFE_BITS);
    }
}
