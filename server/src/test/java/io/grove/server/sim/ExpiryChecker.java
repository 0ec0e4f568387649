package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.replication.MemberId;
import io.grove.session.Session;
import io.grove.tree.SessionId;
import java.util.HashMap;
import java.util.Map;

/**
 * Nobody expires early: when the leader proposes to expire a session, no sign of life has reached it for as long as the
 * session has patience; and a new leader gives everybody the full time.
 */
final class ExpiryChecker {
    /** A decision may have waited in the batcher while a sign of life came. */
    private static final long DECISION_MS = 500;

    private final SimTime time;
    private final SimulatedLog log;
    private final Map<SessionId, Long> lifeMs = new HashMap<>();
    private int expiries;

    ExpiryChecker(SimTime time, SimulatedLog log) {
        this.time = time;
        this.log = log;
    }

    int expiries() {
        return expiries;
    }

    /** A sign of life has come to a member, or in its report to another one. */
    void seen(SessionId session, MemberId at) {
        if (log.leads(at)) {
            lifeMs.put(session, time.nowMs());
        }
    }

    void committed(MachineState before, Applied applied) {
        Command command = applied.envelope().command();
        if (applied.writeZxid() != applied.next().zxid()) {
            return;
        }
        if (command instanceof Command.CloseSession close && close.reason() == Command.CloseReason.EXPIRED) {
            Session session = before.sessions().find(close.sessionId());
            if (session != null && applied.next().sessions().find(close.sessionId()) == null) {
                expired(session);
            }
        }
        if (applied.result() instanceof Result.SessionAttached attached) {
            lifeMs.put(attached.sessionId(), time.nowMs());
        } else if (command instanceof Command.Linger linger && applied.result() instanceof Result.Done) {
            lifeMs.put(linger.sessionId(), time.nowMs());
        }
    }

    void expired(Session session) {
        expiries++;
        long since = Math.max(lifeMs.getOrDefault(session.id(), 0L), log.leaderReadyMs());
        assertThat(time.nowMs() - since + DECISION_MS)
                .as("NO_EARLY_EXPIRY: %s after so many ms without a sign of life", session)
                .isGreaterThanOrEqualTo(session.patienceMs());
    }
}
