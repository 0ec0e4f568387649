package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random clients on three members, through changes of leader, members that are cut off, lost proposals and broken
 * streams. Each seed is one history; a seed that fails fails again.
 */
@Timeout(120)
class EnsembleSimulationTest {
    private static final int CLIENTS = 6;
    private static final long RUN_MS = 20_000;
    private static final long SETTLE_MS = 30_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyPromiseHoldsUnderFaults(long seed) {
        // A short history makes watches resume by RESYNC, too.
        SimEnsemble ensemble = new SimEnsemble(seed, seed % 3 == 0 ? 50 : 100_000);
        List<SimClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new SimClient(ensemble));
        }
        SimUnaryCaller caller = new SimUnaryCaller(ensemble);
        Set<SessionId> killed = new HashSet<>();

        ensemble.lossProbability(0.01);
        for (long ms = 0; ms < RUN_MS; ms += 2_000) {
            ensemble.time.advance(2_000);
            ensemble.fault();
        }
        SimClient victim = clients.get(0);
        if (victim.sessionId != null) {
            killed.add(victim.sessionId);
        }
        victim.kill();
        ensemble.heal();
        ensemble.time.advance(3_000);
        ensemble.heal();
        caller.quiet();
        clients.forEach(SimClient::quiet);
        ensemble.time.advance(SETTLE_MS);

        checkAtEnd(ensemble, clients, killed);
        caller.checkAtEnd();
        assertThat(caller.written()).as("the simulation does something").isGreaterThan(50);
    }

    private static void checkAtEnd(SimEnsemble ensemble, List<SimClient> clients, Set<SessionId> killed) {
        for (SimClient client : clients) {
            if (!client.isKilled()) {
                assertThat(client.isAttached())
                        .as("in the end everybody is attached: %s", client)
                        .isTrue();
                assertThat(client.unanswered())
                        .as("in the end everything is answered: %s", client)
                        .isZero();
            }
            assertThat(client.checker.answers)
                    .as("the simulation does something")
                    .isGreaterThan(50);
        }
        assertThat(clients.stream()
                        .mapToInt(client -> client.checker.carriedNodes)
                        .sum())
                .as("events carry znodes")
                .isGreaterThan(50);
        assertThat(clients.stream()
                        .mapToInt(client -> client.checker.removedWatches)
                        .sum())
                .as("watches are taken back")
                .isGreaterThan(50);
        for (SimulatedLog.Replica replica : ensemble.log.replicas()) {
            assertThat(replica.state().zxid()).isEqualTo(ensemble.oracle.zxid());
            assertThat(replica.state().digest())
                    .isEqualTo(ensemble.oracle.state().digest());
        }
        ensemble.cores.forEach(core ->
                assertThat(core.counts().requestsInFlight()).as("nothing leaks").isZero());
        checkExpiries(ensemble, killed);
        checkReaped(ensemble);
        checkAppliedOnce(ensemble);
    }

    /** Who is alive is not expired, who is dead is. */
    private static void checkExpiries(SimEnsemble ensemble, Set<SessionId> killed) {
        Set<SessionId> alive = new HashSet<>();
        ensemble.oracle.state().sessions().forEach(session -> alive.add(session.id()));
        killed.forEach(session -> assertThat(alive).doesNotContain(session));
    }

    /** What the ensemble deletes by itself is gone, however often the leader changed. */
    private static void checkReaped(SimEnsemble ensemble) {
        TreeWalk walk = ensemble.oracle.state().tree().walk();
        while (walk.advance()) {
            Znode znode = walk.znode();
            boolean isSpent = znode.kind() == NodeKind.CONTAINER && znode.createCount() > 0;
            assertThat(znode.children().isEmpty() && (isSpent || znode.kind() == NodeKind.TTL))
                    .as("is left over: %s", walk.path())
                    .isFalse();
        }
    }

    private static void checkAppliedOnce(SimEnsemble ensemble) {
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
            if (envelope.command() instanceof Command.CloseSession && applied.result() instanceof Result.Done) {
                assertThat(applied.next()
                                .sessions()
                                .ephemeralCount(((Command.CloseSession) envelope.command()).sessionId()))
                        .isZero();
            }
        }
    }
}
