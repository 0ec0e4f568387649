package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.replication.MemberId;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.read.Query;
import io.grove.server.session.Answer;
import io.grove.server.session.Credential;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnaryCallsTest {
    private static final long WAIT_MS = 500;

    private final SimEnsemble ensemble = new SimEnsemble(1, 100);

    @BeforeEach
    void settle() {
        ensemble.time.advance(2_000);
    }

    @Test
    void aWriteIsAnsweredByAnyMember() {
        for (int member = 0; member < 3; member++) {
            Answer answer = done(submit(member, create("/m" + member, CreateMode.PERSISTENT, null)));
            assertThat(answer.reply()).isInstanceOf(Reply.Written.class);
            assertThat(answer.zxid()).isEqualTo(answer.writeZxid());
        }
    }

    @Test
    void withoutLeaderNothingIsProposedAndThatIsSaid() {
        ensemble.log.dropLeader();
        ensemble.time.advance(10);
        long zxid = ensemble.oracle.zxid();

        Answer answer = done(submit(0, create("/a", CreateMode.PERSISTENT, null)));

        assertThat(reason(answer)).isEqualTo(RefusalReason.NO_LEADER);
        ensemble.log.elect();
        ensemble.time.advance(3_000);
        assertThat(ensemble.oracle.state().tree().find(new ZnodePath("/a"))).isNull();
        assertThat(ensemble.oracle.zxid()).isGreaterThanOrEqualTo(zxid);
    }

    @Test
    void withoutLeaderStaleReadsGoOnAndOthersAreRefused() {
        ensemble.log.dropLeader();
        ensemble.time.advance(3_000);

        assertThat(done(submit(0, exists(Consistency.STALE, 0))).isRefused()).isFalse();
        assertThat(reason(done(submit(0, exists(Consistency.SESSION, 0))))).isEqualTo(RefusalReason.STALE_READ_REFUSED);
        assertThat(reason(done(submit(0, exists(Consistency.LINEARIZABLE, 0))))).isEqualTo(RefusalReason.NO_LEADER);
    }

    @Test
    void aZxidThatDoesNotComeIsNotWaitedForForEver() {
        Answer answer = done(submit(0, exists(Consistency.STALE, 1_000_000)));
        assertThat(reason(answer)).isEqualTo(RefusalReason.STALE_READ_REFUSED);
        assertThat(ensemble.cores.get(0).counts().requestsInFlight()).isZero();
    }

    @Test
    void aWriteWhoseFateIsNotKnownSaysSo() {
        MemberId follower = ensemble.ids.stream()
                .filter(id -> !ensemble.log.leads(id))
                .findFirst()
                .orElseThrow();
        ensemble.log.cut(follower);

        Answer answer = done(submit(ensemble.ids.indexOf(follower), create("/a", CreateMode.PERSISTENT, null)));

        assertThat(reason(answer)).isEqualTo(RefusalReason.OUTCOME_UNKNOWN);
    }

    @Test
    void anEphemeralNeedsASessionAndItsSecret() {
        assertThat(reason(done(submit(0, create("/e", CreateMode.EPHEMERAL, null)))))
                .isEqualTo(RefusalReason.BAD_ARGUMENTS);

        Reply.SessionOpened opened = (Reply.SessionOpened)
                done(ensemble.cores.get(1).pipeline().openSession(new SessionWish(99_999, "test"), WAIT_MS))
                        .reply();
        assertThat(opened.timeoutMs()).isEqualTo(SimEnsemble.TIMING.sessionTimeoutMaxMs());
        Credential wrong = new Credential(opened.sessionId(), new byte[32]);
        Credential right = new Credential(opened.sessionId(), opened.secret());
        assertThat(reason(done(submit(0, create("/e", CreateMode.EPHEMERAL, wrong)))))
                .isEqualTo(RefusalReason.WRONG_SECRET);
        assertThat(done(submit(0, create("/e", CreateMode.EPHEMERAL, right))).reply())
                .isInstanceOf(Reply.Written.class);
        assertThat(done(ensemble.cores.get(2).pipeline().keepAlive(right, WAIT_MS))
                        .reply())
                .isInstanceOf(Reply.KeptAlive.class);

        assertThat(done(ensemble.cores.get(0).pipeline().closeSession(right, WAIT_MS))
                        .reply())
                .isInstanceOf(Reply.SessionClosed.class);
        assertThat(ensemble.oracle.state().tree().find(new ZnodePath("/e"))).isNull();
        assertThat(reason(done(ensemble.cores.get(1).pipeline().keepAlive(right, WAIT_MS))))
                .isEqualTo(RefusalReason.SESSION_EXPIRED);
    }

    @Test
    void aSessionThatIsKeptAliveByCallsLivesAndThenExpires() {
        Reply.SessionOpened opened = (Reply.SessionOpened)
                done(ensemble.cores.get(0).pipeline().openSession(new SessionWish(10, "test"), WAIT_MS))
                        .reply();
        Credential credential = new Credential(opened.sessionId(), opened.secret());
        for (int i = 0; i < 10; i++) {
            done(ensemble.cores.get(i % 3).pipeline().keepAlive(credential, WAIT_MS));
        }
        assertThat(ensemble.oracle.state().sessions().find(opened.sessionId())).isNotNull();

        ensemble.time.advance(2_000);
        assertThat(ensemble.oracle.closeReason(opened.sessionId())).isEqualTo(Command.CloseReason.EXPIRED);
    }

    private CompletableFuture<Answer> submit(int member, Request request) {
        return ensemble.cores.get(member).pipeline().submitUnary(request, Caller.ANONYMOUS, WAIT_MS);
    }

    private Answer done(CompletableFuture<Answer> future) {
        ensemble.time.advance(WAIT_MS);
        assertThat(future).isCompleted();
        return future.join();
    }

    private static RefusalReason reason(Answer answer) {
        assertThat(answer.reply()).isInstanceOf(Reply.Refusal.class);
        return ((Reply.Refusal) answer.reply()).reason();
    }

    private static Request create(String path, CreateMode mode, Credential owner) {
        return new Request.Write(new Command.Create(path, null, mode, SessionId.NONE), owner);
    }

    private static Request exists(Consistency consistency, long minZxid) {
        return new Request.Read(new Query.Exists(ZnodePath.ROOT), new ReadOptions(consistency, minZxid));
    }
}
