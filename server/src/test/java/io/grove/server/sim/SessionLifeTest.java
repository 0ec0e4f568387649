package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Expected;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.SessionStream;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.session.Answer;
import io.grove.server.session.Credential;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchMode;
import io.grove.server.watch.WatchSelection;
import io.grove.session.Session;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How sessions are left behind, expire, and are limited. Specification B7 to B10, B17. */
class SessionLifeTest {
    private static final long TIMEOUT_MS = SimEnsemble.SESSION_TIMEOUT_MS;

    private final SimEnsemble ensemble = new SimEnsemble(1, 100);
    private final SessionStream stream = connect(0);

    @BeforeEach
    void settle() {
        ensemble.time.advance(2_000);
    }

    @Test
    void whoComesBackInTimeFindsItsEphemerals() {
        Credential session = open(stream, TIMEOUT_MS);
        stream.submit(1, 1, ephemeral("/e"));
        stream.close(1_500);
        ensemble.time.advance(500);

        assertThat(frames(stream)).last().isInstanceOf(OutboundFrame.Closed.class);
        assertThat(exists("/e")).as("a close comes after what was sent before").isTrue();
        assertThat(find(session).attachEpoch())
                .as("whatever comes late is fenced")
                .isEqualTo(2);

        ensemble.time.advance(900);
        SessionStream successor = connect(1);
        successor.attach(session, 0);
        ensemble.time.advance(5_000);

        assertThat(frames(successor)).hasOnlyElementsOfType(OutboundFrame.Opened.class);
        assertThat(find(session).lingerMs()).isZero();
        assertThat(exists("/e")).as("it has its timeout again").isTrue();
    }

    @Test
    void aLingerIsLoweredToTheLimitAndIsThenTheEnd() {
        Credential session = open(stream, TIMEOUT_MS);
        stream.submit(1, 1, ephemeral("/e"));
        stream.close(Long.MAX_VALUE);

        ensemble.time.advance(SimEnsemble.LINGER_MAX_MS);
        assertThat(exists("/e")).isTrue();
        ensemble.time.advance(1_000);

        assertThat(exists("/e")).isFalse();
        assertThat(ensemble.oracle.closeReason(session.sessionId())).isEqualTo(Command.CloseReason.EXPIRED);
    }

    @Test
    void aNewLeaderKeepsWhatIsLeftBehindForTheFullLinger() {
        open(stream, TIMEOUT_MS);
        stream.submit(1, 1, ephemeral("/e"));
        stream.close(SimEnsemble.LINGER_MAX_MS);
        ensemble.time.advance(SimEnsemble.LINGER_MAX_MS - 500);
        ensemble.log.dropLeader();
        ensemble.log.elect();

        ensemble.time.advance(SimEnsemble.LINGER_MAX_MS - 100);
        assertThat(exists("/e")).isTrue();
        ensemble.time.advance(1_000);
        assertThat(exists("/e")).isFalse();
    }

    @Test
    void aSupersededStreamDoesNotLeaveTheSessionBehind() {
        Credential session = open(stream, TIMEOUT_MS);
        SessionStream successor = connect(1);
        successor.attach(session, 0);
        ensemble.time.advance(500);

        stream.close(1_000);
        ensemble.time.advance(3_000);

        assertThat(find(session).attachEpoch()).isEqualTo(2);
        assertThat(successor.outbox().isEnded()).isFalse();
    }

    @Test
    void nothingExpiresWithoutALeaderAndANewOneGivesTheFullTimeout() {
        Credential session = open(stream, 1_000);
        stream.submit(1, 1, ephemeral("/e"));
        ensemble.time.advance(100);
        stream.disconnected();
        ensemble.log.dropLeader();
        ensemble.time.advance(60_000);
        assertThat(exists("/e")).isTrue();

        ensemble.log.elect();
        ensemble.time.advance(900);
        assertThat(exists("/e")).isTrue();
        ensemble.time.advance(1_000);

        assertThat(exists("/e")).isFalse();
        assertThat(ensemble.oracle.closeReason(session.sessionId())).isEqualTo(Command.CloseReason.EXPIRED);
    }

    @Test
    void aSessionOwnsOnlySoManyEphemeralsAndIsToldSo() {
        open(stream, TIMEOUT_MS);
        for (int i = 1; i <= SimEnsemble.EPHEMERALS_MAX + 1; i++) {
            stream.submit(i, i, ephemeral("/e" + i));
        }
        stream.submit(5, 5, new Request.Write(delete("/e1"), null));
        stream.submit(6, 6, ephemeral("/e5"));
        ensemble.time.advance(500);

        Map<Long, Answer> answers = answers(stream);
        assertThat(((Reply.Refusal) answers.get(4L).reply()).reason()).isEqualTo(RefusalReason.QUOTA_EXCEEDED);
        assertThat(answers.get(3L).isRefused()).isFalse();
        assertThat(answers.get(6L).isRefused()).isFalse();
    }

    @Test
    void whatASessionSaysOfItselfIsKeptAndLimited() {
        Map<String, String> most = new LinkedHashMap<>();
        for (int i = 0; i < 16; i++) {
            most.put("k".repeat(198) + (10 + i), "v".repeat(200));
        }
        stream.open(new SessionWish(TIMEOUT_MS, "n".repeat(200), most));
        ensemble.time.advance(500);
        OutboundFrame.Opened opened = (OutboundFrame.Opened) stream.outbox().poll();
        Session session = ensemble.oracle.state().sessions().find(opened.sessionId());

        assertThat(session.clientName()).hasSize(200);
        assertThat(session.terms().labels()).isEqualTo(most);
        assertThat(opened.ephemeralsMax()).isEqualTo(SimEnsemble.EPHEMERALS_MAX);

        Map<String, String> tooMany = new LinkedHashMap<>(most);
        tooMany.put("one", "more");
        for (SessionWish wish : List.of(
                new SessionWish(TIMEOUT_MS, "n".repeat(201)),
                new SessionWish(TIMEOUT_MS, "", tooMany),
                new SessionWish(TIMEOUT_MS, "", Map.of("k".repeat(201), "")),
                new SessionWish(TIMEOUT_MS, "", Map.of("", "v".repeat(201))),
                new SessionWish(TIMEOUT_MS, "two\nlines"),
                new SessionWish(TIMEOUT_MS, "", Map.of("color", "\u001b[31m")))) {
            SessionStream refused = connect(0);
            refused.open(wish);
            OutboundFrame.Ended ended = (OutboundFrame.Ended) refused.outbox().poll();
            assertThat(ended.refusal().reason()).isEqualTo(RefusalReason.BAD_ARGUMENTS);
        }
    }

    @Test
    void anEnsembleHasOnlySoManySessionsOfClients() {
        MemberCore member = ensemble.cores.get(0);
        for (int i = 0; i < SimEnsemble.SESSIONS_MAX; i++) {
            var unused = member.pipeline().openSession(new SessionWish(TIMEOUT_MS, ""), 500);
            ensemble.time.advance(5);
        }
        ensemble.time.advance(500);
        assertThat(ensemble.oracle.state().sessions().clientCount()).isEqualTo(SimEnsemble.SESSIONS_MAX);

        Answer refused = member.pipeline()
                .openSession(new SessionWish(TIMEOUT_MS, ""), 500)
                .join();
        stream.open(new SessionWish(TIMEOUT_MS, ""));

        assertThat(((Reply.Refusal) refused.reply()).reason()).isEqualTo(RefusalReason.OVERLOADED);
        OutboundFrame.Ended ended = (OutboundFrame.Ended) stream.outbox().poll();
        assertThat(ended.refusal().reason()).isEqualTo(RefusalReason.OVERLOADED);
    }

    @Test
    void aStreamHasOnlySoManyWatches() {
        open(stream, TIMEOUT_MS);
        for (int i = 1; i <= SimEnsemble.WATCHES_MAX + 1; i++) {
            stream.submit(i, 0, watch(i));
        }
        stream.submit(100, 0, new Request.RemoveWatch(new WatchSelection.ById(1)));
        stream.submit(101, 0, watch(101));
        ensemble.time.advance(500);

        Map<Long, Answer> answers = answers(stream);
        assertThat(((Reply.Refusal) answers.get(SimEnsemble.WATCHES_MAX + 1L).reply()).reason())
                .isEqualTo(RefusalReason.OVERLOADED);
        assertThat(answers.get((long) SimEnsemble.WATCHES_MAX).isRefused()).isFalse();
        assertThat(answers.get(101L).isRefused()).isFalse();
    }

    private static Request watch(long id) {
        return new Request.AddWatch(new Watch(id, ZnodePath.ROOT, WatchMode.PERSISTENT), OptionalLong.empty());
    }

    private SessionStream connect(int member) {
        MemberCore core = ensemble.cores.get(member);
        return core.pipeline().connect(Caller.ANONYMOUS, ensemble.time, () -> {});
    }

    private Credential open(SessionStream on, long timeoutMs) {
        on.open(new SessionWish(timeoutMs, "test"));
        ensemble.time.advance(500);
        OutboundFrame.Opened opened = (OutboundFrame.Opened) on.outbox().poll();
        return new Credential(opened.sessionId(), opened.secret());
    }

    private static List<OutboundFrame> frames(SessionStream of) {
        List<OutboundFrame> frames = new ArrayList<>();
        for (OutboundFrame frame = of.outbox().poll();
                frame != null;
                frame = of.outbox().poll()) {
            frames.add(frame);
        }
        return frames;
    }

    private static Map<Long, Answer> answers(SessionStream of) {
        Map<Long, Answer> answers = new LinkedHashMap<>();
        for (OutboundFrame frame : frames(of)) {
            if (frame instanceof OutboundFrame.Answered answered) {
                answers.put(answered.xid(), answered.answer());
            }
        }
        return answers;
    }

    private static Request ephemeral(String path) {
        return new Request.Write(new Command.Create(path, null, CreateMode.EPHEMERAL, SessionId.NONE), null);
    }

    private static Command delete(String path) {
        return new Command.Delete(new ZnodePath(path), Expected.ANY);
    }

    private Session find(Credential session) {
        return ensemble.oracle.state().sessions().find(session.sessionId());
    }

    private boolean exists(String path) {
        return ensemble.oracle.state().tree().find(new ZnodePath(path)) != null;
    }
}
