package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.Invariants;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One seed: random clients on three members under faults, and then what has to hold in the end. The same seed is the
 * same history. Short, so that there can be many.
 */
final class SimRun {
    private static final int CLIENTS = 4;
    private static final int RUN_MS = 4_000;
    private static final int FAULT_PERIOD_MS = 700;
    private static final int SETTLE_MS = 14_000;

    private final SimEnsemble ensemble;
    private final Nemesis nemesis;
    private final List<SimClient> clients = new ArrayList<>();
    private final SimUnaryCaller caller;

    private SimRun(long seed) {
        ensemble = new SimEnsemble(seed, SimBounds.of(seed));
        nemesis = new Nemesis(ensemble);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new SimClient(ensemble));
        }
        caller = new SimUnaryCaller(ensemble);
    }

    /** Runs it; throws what it finds. */
    static void run(long seed, SimStatistics statistics) {
        SimRun run = new SimRun(seed);
        run.play();
        run.checkAtEnd();
        statistics.add(run.ensemble, run.clients, run.nemesis);
    }

    private void play() {
        nemesis.begin(FAULT_PERIOD_MS);
        ensemble.time.advance(RUN_MS);
        clients.get(0).kill();
        nemesis.quiet();
        caller.quiet();
        clients.forEach(SimClient::quiet);
        ensemble.time.advance(SETTLE_MS);
    }

    private void checkAtEnd() {
        for (SimClient client : clients) {
            if (!client.isKilled()) {
                assertThat(client.isAttached())
                        .as("LIVENESS: in the end everybody is attached: %s", client)
                        .isTrue();
                assertThat(client.unanswered())
                        .as("LIVENESS: in the end everything is answered: %s", client)
                        .isZero();
            }
        }
        caller.checkAtEnd();
        assertThat(ensemble.digests.stopped()).as("nobody differs").isEmpty();
        assertThat(ensemble.digests.isAnyInDoubt()).as("nobody differs").isFalse();
        assertThat(ensemble.digests.agreedZxid())
                .as("digests are compared")
                .isGreaterThanOrEqualTo(ensemble.oracle.zxid() - 10);
        for (SimulatedLog.Replica replica : ensemble.log.replicas()) {
            assertThat(replica.state().zxid())
                    .as("LIVENESS: everything is applied")
                    .isEqualTo(ensemble.oracle.zxid());
            Invariants.check(replica.state());
        }
        ensemble.cores.forEach(core ->
                assertThat(core.counts().requestsInFlight()).as("NOTHING_LEAKS").isZero());
        checkSessions();
        checkReaped();
        checkAppliedOnce();
    }

    /** Who is dead, or was never told that its session is open, has no session in the end. */
    private void checkSessions() {
        Set<SessionId> alive = new HashSet<>();
        ensemble.oracle.state().sessions().forEach(session -> {
            if (!session.isInternal()) {
                alive.add(session.id());
            }
        });
        Set<SessionId> owned = new HashSet<>();
        clients.stream().filter(client -> !client.isKilled()).forEach(client -> owned.add(client.sessionId));
        assertThat(alive).as("DEAD_SESSIONS_EXPIRE").isEqualTo(owned);
    }

    /** What the ensemble deletes by itself is gone, however often the leader changed. */
    private void checkReaped() {
        TreeWalk walk = ensemble.oracle.state().tree().walk();
        while (walk.advance()) {
            Znode znode = walk.znode();
            boolean isSpent = znode.kind() == NodeKind.CONTAINER && znode.createCount() > 0;
            assertThat(znode.children().isEmpty() && (isSpent || znode.kind() == NodeKind.TTL))
                    .as("REAPED: is left over: %s", walk.path())
                    .isFalse();
        }
    }

    private void checkAppliedOnce() {
        Set<List<Long>> seen = new HashSet<>();
        for (long zxid = 1; zxid <= ensemble.oracle.zxid(); zxid++) {
            Applied applied = ensemble.oracle.at(zxid);
            CommandEnvelope envelope = applied.envelope();
            boolean tookEffect =
                    applied.writeZxid() == zxid && !applied.changes().isEmpty();
            if (!envelope.sessionId().isNone() && tookEffect) {
                assertThat(seen.add(List.of(envelope.sessionId().value(), envelope.writeNumber())))
                        .as("APPLIED_ONCE: %s", envelope)
                        .isTrue();
            }
            if (envelope.command() instanceof Command.CloseSession close && applied.result() instanceof Result.Done) {
                assertThat(applied.next().sessions().ephemeralCount(close.sessionId()))
                        .as("EPHEMERAL_HAS_LIVE_OWNER")
                        .isZero();
            }
        }
    }
}
