package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Expected;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.read.Page;
import io.grove.server.read.Query;
import io.grove.server.session.Answer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.SystemPaths;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the leader does by itself, and what administrators do with sessions. Specification A4 to A6, A41, A44, B16. */
class EnsembleDutiesTest {
    private static final long WAIT_MS = 500;
    private static final Identity ADMIN = new Identity(Identity.DIGEST, "admin:c2VjcmV0");

    private final SimEnsemble ensemble = new SimEnsemble(3, 100);

    @BeforeEach
    void settle() {
        ensemble.time.advance(2_000);
    }

    @Test
    void whatOutlivedItsTimeIsDeletedSoonAndNotBefore() {
        write(create("/ttl", CreateMode.TTL, 3_000));
        write(create("/kept", CreateMode.TTL, 60_000));

        ensemble.time.advance(2_000);
        assertThat(exists("/ttl")).isTrue();
        ensemble.time.advance(1_500);

        assertThat(exists("/ttl")).isFalse();
        assertThat(exists("/kept")).isTrue();
    }

    @Test
    void aNewLeaderGoesOnAtOnce() {
        write(create("/ttl", CreateMode.TTL, 3_000));
        write(create("/container", CreateMode.CONTAINER, 0));
        write(create("/container/c", CreateMode.PERSISTENT, 0));
        ensemble.log.dropLeader();
        ensemble.time.advance(10_000);
        assertThat(exists("/ttl")).as("nobody deletes it without a leader").isTrue();

        ensemble.log.elect();
        write(new Command.Delete(new ZnodePath("/container/c"), Expected.ANY));
        ensemble.time.advance(1_000);

        assertThat(exists("/ttl")).isFalse();
        assertThat(exists("/container")).isFalse();
    }

    @Test
    void theConfigurationSaysWhoTheMembersAre() {
        assertThat(configuration()).startsWith(SimEnsemble.MEMBERS).contains("version=");
        long zxid = ensemble.oracle.state().tree().find(SystemPaths.CONFIG).mzxid();

        ensemble.log.dropLeader();
        ensemble.log.elect();
        ensemble.time.advance(5_000);
        assertThat(ensemble.oracle.state().tree().find(SystemPaths.CONFIG).mzxid())
                .as("it is written once")
                .isEqualTo(zxid);

        write(Caller.ENSEMBLE, new Command.SetData(SystemPaths.CONFIG, new byte[0], Expected.ANY));
        ensemble.time.advance(1_000);
        assertThat(configuration()).as("what was set by hand does not stay").startsWith(SimEnsemble.MEMBERS);
    }

    @Test
    void softQuotasAreCountedEverywhere() {
        write(create("/a", CreateMode.PERSISTENT, 0));
        Quota one = new Quota(OptionalLong.of(1), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        write(new Command.SetQuota(new ZnodePath("/a"), one));
        ensemble.time.advance(1_000);
        assertThat(ensemble.cores).allMatch(core -> core.softQuotasExceeded() == 0);

        write(create("/a/b", CreateMode.PERSISTENT, 0));
        ensemble.time.advance(1_000);
        assertThat(ensemble.cores).allMatch(core -> core.softQuotasExceeded() == 1);

        write(new Command.Delete(new ZnodePath("/a/b"), Expected.ANY));
        ensemble.time.advance(1_000);
        assertThat(ensemble.cores).allMatch(core -> core.softQuotasExceeded() == 0);
    }

    @Test
    void administratorsListAndKillSessions() {
        SessionId session = open();
        SessionId other = open();
        Reply.Sessions sessions = (Reply.Sessions) list(Caller.ANONYMOUS).reply();
        assertThat(sessions.sessions())
                .as("those of clients alone")
                .extracting(listed -> listed.session().id())
                .containsExactly(session, other);

        write(new Command.SetAcl(
                SystemPaths.ZOOKEEPER, new Acl(List.of(new AclEntry(ADMIN, Permission.ALL))), OptionalLong.empty()));
        assertThat(reason(list(Caller.ANONYMOUS))).isEqualTo(RefusalReason.NO_AUTH);
        assertThat(reason(kill(session, Caller.ANONYMOUS))).isEqualTo(RefusalReason.NO_AUTH);
        assertThat(ensemble.oracle.state().sessions().find(session)).isNotNull();

        Caller admin = Caller.ANONYMOUS.with(ADMIN);
        assertThat(kill(session, admin).reply()).isInstanceOf(Reply.SessionClosed.class);
        assertThat(ensemble.oracle.closeReason(session)).isEqualTo(Command.CloseReason.KILLED);
        assertThat(reason(kill(session, admin))).isEqualTo(RefusalReason.SESSION_EXPIRED);
        assertThat(((Reply.Sessions) list(admin).reply()).sessions()).hasSize(1);
    }

    @Test
    void theMembersOwnSessionsAreNobodysToKill() {
        ensemble.oracle.state().sessions().forEach(internal -> {
            assertThat(internal.isInternal()).isTrue();
            assertThat(reason(kill(internal.id(), Caller.ENSEMBLE))).isEqualTo(RefusalReason.SESSION_EXPIRED);
        });
    }

    private SessionId open() {
        Answer opened =
                done(ensemble.cores.get(1).pipeline().openSession(new SessionWish(10_000, "somebody"), WAIT_MS));
        return ((Reply.SessionOpened) opened.reply()).sessionId();
    }

    private Answer list(Caller caller) {
        Request list =
                new Request.Read(new Query.ListSessions(Page.FIRST), new ReadOptions(Consistency.LINEARIZABLE, 0));
        return done(ensemble.cores.get(0).pipeline().submitUnary(list, caller, WAIT_MS));
    }

    private Answer kill(SessionId session, Caller caller) {
        return done(ensemble.cores.get(2).pipeline().killSession(session, caller, WAIT_MS));
    }

    private void write(Command command) {
        write(Caller.ANONYMOUS, command);
    }

    private void write(Caller caller, Command command) {
        Answer answer =
                done(ensemble.cores.get(0).pipeline().submitUnary(new Request.Write(command, null), caller, WAIT_MS));
        assertThat(answer.reply()).isInstanceOf(Reply.Written.class);
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

    private static Command create(String path, CreateMode mode, long ttlMs) {
        return new Command.Create(
                path, null, mode, SessionId.NONE, ttlMs, Acl.OPEN, Command.IfExists.FAIL, Command.CreateParents.NO);
    }

    private String configuration() {
        return new String(
                ensemble.oracle.state().tree().find(SystemPaths.CONFIG).data(), StandardCharsets.UTF_8);
    }

    private boolean exists(String path) {
        return ensemble.oracle.state().tree().find(new ZnodePath(path)) != null;
    }
}
