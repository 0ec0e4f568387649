package io.grove.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.replication.Leadership;
import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.ReplicatedLog;
import io.grove.replication.ReplicationStatus;
import io.grove.server.config.ConfigException;
import io.grove.server.config.ConfigLoader;
import io.grove.server.config.GroveConfig;
import io.grove.server.members.MemberAdministration;
import io.grove.server.pipeline.PeerInbox;
import io.grove.server.sim.SimTime;
import io.grove.server.testing.AloneInTheLog;
import io.grove.server.testing.NobodyCalls;
import io.grove.server.testing.TestEnsemble;
import io.grove.server.time.SystemTicker;
import io.grove.server.time.ThreadScheduler;
import io.grove.testing.FreePorts;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends of the stream between members, over a real connection, without a log. */
class PeerStreamTest {
    private static final MemberId LEADER = new MemberId("m2");

    private final Inbox leaderInbox = new Inbox();
    private final Inbox senderInbox = new Inbox();
    private final ThreadScheduler scheduler = new ThreadScheduler("test-ticker");
    private final String members = member(1) + "," + member(2) + "," + member(3);
    private PeerServer server;
    private PeerForwarder forwarder;

    @BeforeEach
    void start() throws Exception {
        startServer("test");
        forwarder = new PeerForwarder(
                config("m1", "test"),
                id -> config("m1", "test").ensemble().address(id).member(),
                scheduler,
                new SystemTicker());
        forwarder.tellLossesTo(senderInbox);
    }

    @AfterEach
    void stop() {
        forwarder.close();
        server.close();
        scheduler.close();
    }

    @Test
    void commandsArriveWholeAndInOrder() {
        List<CommandEnvelope> sent = LongStream.rangeClosed(1, 20_000)
                .mapToObj(PeerStreamTest::envelope)
                .toList();
        for (int i = 0; i < sent.size(); i += 100) {
            assertThat(forwarder.sendCommands(LEADER, sent.subList(i, i + 100))).isTrue();
        }

        await().atMost(TestEnsemble.LONG).until(() -> leaderInbox.commands.size() == sent.size());
        assertThat(leaderInbox.commands).isEqualTo(sent);
    }

    @Test
    void signsOfLifeArrive() {
        assertThat(forwarder.sendActivity(LEADER, List.of(new SessionId(3), new SessionId(5))))
                .isTrue();

        await().atMost(TestEnsemble.LONG).until(() -> leaderInbox.alive.size() == 2);
        assertThat(leaderInbox.alive).containsExactly(new SessionId(3), new SessionId(5));
    }

    @Test
    void aLossAtTheLeaderIsToldToTheSender() {
        leaderInbox.isRefusing = true;
        forwarder.sendCommands(LEADER, List.of(envelope(1)));

        await().atMost(TestEnsemble.LONG).until(() -> senderInbox.losses.get() > 0);
        assertThat(leaderInbox.commands).isEmpty();
    }

    @Test
    void aBreakIsToldAndTheStreamIsMadeAnew() throws Exception {
        forwarder.sendCommands(LEADER, List.of(envelope(1)));
        await().atMost(TestEnsemble.LONG).until(() -> leaderInbox.commands.size() == 1);

        server.close();
        await().atMost(TestEnsemble.LONG).until(() -> senderInbox.losses.get() > 0);
        startServer("test");

        await().atMost(TestEnsemble.LONG).until(() -> {
            forwarder.sendCommands(LEADER, List.of(envelope(2)));
            return leaderInbox.commands.size() > 1;
        });
        assertThat(leaderInbox.commands.get(1)).isEqualTo(envelope(2));
    }

    @Test
    void aMemberOfAnotherEnsembleIsNotListenedTo() throws Exception {
        server.close();
        startServer("other");

        forwarder.sendCommands(LEADER, List.of(envelope(1)));

        await().atMost(TestEnsemble.LONG).until(() -> senderInbox.losses.get() > 0);
        assertThat(leaderInbox.commands).isEmpty();
    }

    @Test
    void moreThanTheBoundIsRefused() {
        List<CommandEnvelope> many = LongStream.rangeClosed(1, 60_000)
                .mapToObj(PeerStreamTest::envelope)
                .toList();

        assertThat(forwarder.sendCommands(LEADER, many)).isFalse();
    }

    private void startServer(String cluster) throws Exception {
        GroveConfig config = config("m2", cluster);
        // It knows the sender, and no more is asked of it here.
        Member sender = config("m1", cluster).ensemble().selfAddress().member();
        server = new PeerServer(
                config,
                new PeerGrpcService(
                        config.ensemble(), leaderInbox, new NoLog(), new KnownSuccession(), knowing(sender)));
        await().atMost(TestEnsemble.LONG).ignoreException(IOException.class).until(() -> {
            server.start();
            return true;
        });
    }

    static MemberAdministration knowing(Member other) {
        AloneInTheLog known = new AloneInTheLog(other);
        return new MemberAdministration(
                other, new NoLog(), known, new NobodyCalls(), new SystemTicker(), new SimTime(), Runnable::run, 1_000);
    }

    private GroveConfig config(String member, String cluster) {
        try {
            return ConfigLoader.load(List.of(
                            "--cluster=" + cluster,
                            "--member=" + member,
                            "--members=" + members,
                            "--data=unused",
                            "--listen.host=127.0.0.1"))
                    .config();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static String member(int number) {
        return "m" + number + "=127.0.0.1:" + FreePorts.next() + ":" + FreePorts.next() + ":" + FreePorts.next();
    }

    private static CommandEnvelope envelope(long number) {
        return new CommandEnvelope(new SessionId(7), 1, number, number - 1, Caller.ANONYMOUS, new Command.Barrier());
    }

    static final class Inbox implements PeerInbox {
        private final List<CommandEnvelope> commands = java.util.Collections.synchronizedList(new ArrayList<>());
        private final List<SessionId> alive = new CopyOnWriteArrayList<>();
        private final AtomicInteger losses = new AtomicInteger();
        private volatile boolean isRefusing;

        @Override
        public void commandsReceived(List<CommandEnvelope> received, Runnable onLost) {
            if (isRefusing) {
                onLost.run();
            } else {
                commands.addAll(received);
            }
        }

        @Override
        public void activityReceived(Collection<SessionId> sessions) {
            alive.addAll(sessions);
        }

        @Override
        public void commandsLost() {
            losses.incrementAndGet();
        }
    }

    static final class NoLog implements ReplicatedLog {
        @Override
        public CompletableFuture<Void> propose(Batch batch) {
            return new CompletableFuture<>();
        }

        @Override
        public Leadership leadership() {
            return Leadership.UNKNOWN;
        }

        @Override
        public ReplicationStatus status() {
            return new ReplicationStatus(ReplicationStatus.Role.FOLLOWER, 0, 0, 0, 0, true);
        }

        @Override
        public int batchBytesMax() {
            return 1 << 20;
        }

        @Override
        public void close() {}
    }
}
