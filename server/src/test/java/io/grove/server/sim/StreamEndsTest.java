package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Expected;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.SessionStream;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.read.Page;
import io.grove.server.read.Query;
import io.grove.server.session.Credential;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.RefusalReason;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchMode;
import io.grove.session.Session;
import io.grove.tree.Caller;
import io.grove.tree.ChildFilter;
import io.grove.tree.ChildOrder;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What streams leave behind that end early, late, or are superseded. */
class StreamEndsTest {
    private static final long TIMEOUT_MS = SimEnsemble.SESSION_TIMEOUT_MS;

    private final SimEnsemble ensemble = new SimEnsemble(1, 100);

    @BeforeEach
    void settle() {
        ensemble.time.advance(2_000);
    }

    @Test
    void aSupersededStreamLeavesNoWatchAndDoesNotCloseTheSession() {
        MemberCore member = ensemble.cores.get(0);
        SessionStream superseded = connect(member);
        Credential session = opened(superseded);
        SessionStream current = connect(ensemble.cores.get(1));
        current.attach(session, 0);
        ensemble.time.advance(500);
        assertThat(superseded.outbox().isEnded()).isTrue();

        superseded.submit(1, 0, addWatch());
        superseded.close(0);
        ensemble.time.advance(500);

        assertThat(member.counts().watches()).isZero();
        assertThat(find(session)).isNotNull();
        assertThat(current.outbox().isEnded()).isFalse();
    }

    @Test
    void anAttachingThatNobodyWaitsForAnyMoreIsNotDone() {
        SessionStream current = connect(ensemble.cores.get(1));
        Credential session = opened(current);
        ensemble.log.dropLeader();
        ensemble.time.advance(10);
        SessionStream abandoned = connect(ensemble.cores.get(0));
        abandoned.attach(session, 0);
        ensemble.time.advance(10);
        abandoned.disconnected();

        ensemble.log.elect();
        ensemble.time.advance(1_000);

        assertThat(find(session).attachEpoch()).isEqualTo(1);
        assertThat(current.outbox().isEnded()).isFalse();
    }

    @Test
    void aStreamThatIsNotAttachedYetKeepsLittle() {
        ensemble.log.dropLeader();
        ensemble.time.advance(10);
        SessionStream stream = connect(ensemble.cores.get(0));
        stream.open(new SessionWish(TIMEOUT_MS, "test"));
        byte[] data = new byte[2_000];
        for (int i = 1; i <= 6; i++) {
            stream.submit(
                    i,
                    i,
                    new Request.Write(new Command.Create("/early", data, CreateMode.PERSISTENT, SessionId.NONE), null));
        }

        OutboundFrame.Ended ended = (OutboundFrame.Ended) stream.outbox().poll();
        assertThat(ended.refusal().reason()).isEqualTo(RefusalReason.OVERLOADED);
    }

    @Test
    void aClientThatAcknowledgesNothingIsNotKeptResultsForWithoutBound() {
        SessionStream silent = connect(ensemble.cores.get(0));
        Credential session = opened(silent);
        for (int i = 1; i <= 200; i++) {
            silent.submit(i, i, set());
            ensemble.time.advance(50);
            drain(silent);
        }
        assertThat(silent.outbox().isEnded()).isTrue();
        assertThat(find(session).window().recorded().size()).isBetween(60, 130);

        SessionStream polite = connect(ensemble.cores.get(0));
        opened(polite);
        for (int i = 1; i <= 200; i++) {
            polite.acknowledged(i - 1);
            polite.submit(i, i, set());
            ensemble.time.advance(50);
            drain(polite);
        }
        assertThat(polite.outbox().isEnded()).isFalse();
    }

    @Test
    void whatWaitsOnAStreamIsWeighedUntilItIsDoneOrTheStreamIsGone() {
        MemberCore member = ensemble.cores.get(0);
        SessionStream stream = connect(member);
        opened(stream);
        ensemble.log.dropLeader();
        ensemble.time.advance(10);
        long bytesBefore = member.counts().bytesInFlight();
        for (int i = 1; i <= 10; i++) {
            stream.submit(i, 0, slowRead());
        }
        assertThat(member.counts().bytesInFlight() - bytesBefore).isGreaterThan(10 * 4_000);
        ensemble.time.advance(2_000);
        assertThat(member.counts().bytesInFlight()).isEqualTo(bytesBefore);

        for (int i = 11; i <= 20; i++) {
            stream.submit(i, 0, slowRead());
        }
        ensemble.time.advance(10);
        stream.disconnected();
        assertThat(member.counts().bytesInFlight()).isEqualTo(bytesBefore);
        ensemble.log.elect();
        ensemble.time.advance(2_000);
        assertThat(member.counts().bytesInFlight()).isZero();
        assertThat(member.counts().requestsInFlight()).isZero();
    }

    private static Request slowRead() {
        Query.ChildSelection selection =
                new Query.ChildSelection(ChildFilter.ALL, ChildOrder.ASCENDING, "a".repeat(4_000), "");
        return new Request.Read(
                new Query.ListChildren(ZnodePath.ROOT, selection, Query.Detail.NAME, Page.FIRST),
                new ReadOptions(Consistency.LINEARIZABLE, 0));
    }

    private static Request set() {
        return new Request.Write(new Command.SetData(new ZnodePath("/"), null, Expected.ANY), null);
    }

    private static void drain(SessionStream stream) {
        while (stream.outbox().poll() != null) {
            // What comes does not matter.
        }
    }

    @Test
    void aMemberOpensOneSessionHoweverMuchWaitsForIt() {
        SimEnsemble fresh = new SimEnsemble(2, 100);
        for (int i = 0; i < 100; i++) {
            for (MemberCore member : fresh.cores) {
                var unused = member.pipeline().openSession(new SessionWish(TIMEOUT_MS, "test"), 5_000);
            }
            fresh.time.advance(1);
        }

        List<Session> internal = new ArrayList<>();
        for (Session session : fresh.oracle.state().sessions()) {
            if (session.isInternal()) {
                internal.add(session);
            }
        }
        assertThat(internal).hasSize(3);
    }

    private SessionStream connect(MemberCore member) {
        return member.pipeline().connect(Caller.ANONYMOUS, ensemble.time, () -> {});
    }

    private Credential opened(SessionStream stream) {
        stream.open(new SessionWish(TIMEOUT_MS, "test"));
        ensemble.time.advance(500);
        OutboundFrame.Opened opened = (OutboundFrame.Opened) stream.outbox().poll();
        return new Credential(opened.sessionId(), opened.secret());
    }

    private Session find(Credential session) {
        return ensemble.oracle.state().sessions().find(session.sessionId());
    }

    private static Request addWatch() {
        return new Request.AddWatch(new Watch(1, new ZnodePath("/a"), WatchMode.PERSISTENT), OptionalLong.empty());
    }
}
