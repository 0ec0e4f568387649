package io.grove.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.replication.LogEnd;
import io.grove.replication.MemberId;
import io.grove.server.config.ConfigLoader;
import io.grove.server.config.GroveConfig;
import io.grove.server.time.Workers;
import io.grove.testing.FreePorts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who takes over from m2, which led: m1, whose decision is looked at, or m3, which is asked over a real connection. */
class LeaderLossTest {
    private static final MemberId LEADER = new MemberId("m2");

    private final String members = IntStream.rangeClosed(1, 3)
            .mapToObj(i -> "m" + i + "=127.0.0.1:" + FreePorts.next() + ":" + FreePorts.next() + ":" + FreePorts.next())
            .collect(Collectors.joining(","));
    private final KnownSuccession own = new KnownSuccession();
    private final KnownSuccession other = new KnownSuccession();
    private final Workers executor = new Workers("test-peer-out", 1);
    private PeerServer otherServer;
    private PeerChannels channels;
    private LeaderLoss loss;

    @BeforeEach
    void start() throws Exception {
        GroveConfig otherConfig = config("m3", "test");
        otherServer = new PeerServer(
                otherConfig,
                new PeerGrpcService(
                        otherConfig.ensemble(),
                        new PeerStreamTest.Inbox(),
                        new PeerStreamTest.NoLog(),
                        other,
                        PeerStreamTest.knowing(
                                config("m1", "test").ensemble().selfAddress().member())));
        otherServer.start();
        use("test");
        own.seesGone = true;
        other.seesGone = true;
    }

    private void use(String cluster) throws Exception {
        GroveConfig config = config("m1", cluster);
        channels = new PeerChannels(
                config.timing().keepAliveMs(),
                id -> config.ensemble().address(id).member(),
                executor);
        loss = new LeaderLoss(config.ensemble(), own, channels);
    }

    private GroveConfig config(String member, String cluster) throws Exception {
        return ConfigLoader.load(List.of(
                        "--cluster=" + cluster,
                        "--member=" + member,
                        "--members=" + members,
                        "--data=unused",
                        "--listen.host=127.0.0.1"))
                .config();
    }

    @AfterEach
    void stop() {
        loss.close();
        channels.close();
        otherServer.close();
        executor.close();
    }

    @Test
    void theLowerIdStandsWhenLogsEndAtTheSamePlace() {
        assertThat(loss.takeOver(LEADER)).isTrue();
        assertThat(own.stood).isTrue();
    }

    @Test
    void theLongerLogStands() {
        other.end = new LogEnd(1, 11);
        assertThat(loss.takeOver(LEADER)).isFalse();
        own.end = new LogEnd(2, 3);
        assertThat(loss.takeOver(LEADER)).isTrue();
    }

    @Test
    void aLeaderThatAnswersIsLeftAlone() {
        own.seesGone = false;
        assertThat(loss.takeOver(LEADER)).isFalse();
        assertThat(own.stood).isFalse();
    }

    @Test
    void aLeaderThatAnotherMemberReachesIsLeftAlone() {
        other.seesGone = false;
        assertThat(loss.takeOver(LEADER)).isFalse();
        assertThat(own.stood).isFalse();
    }

    @Test
    void withoutAnAnswerThereIsNoMajority() {
        otherServer.close();
        assertThat(loss.takeOver(LEADER)).isFalse();
        assertThat(own.stood).isFalse();
    }

    @Test
    void aMemberOfAnotherEnsembleIsToldNothing() throws Exception {
        loss.close();
        channels.close();
        use("other");
        assertThat(loss.takeOver(LEADER)).isFalse();
    }
}
