package io.grove.deploy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grove.Grove;
import io.grove.client.Acl;
import io.grove.client.AclOptions;
import io.grove.client.BlockingGrove;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.Credential;
import io.grove.client.EphemeralsOptions;
import io.grove.client.GroveAdmin;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.Identity;
import io.grove.client.ReadOptions;
import io.grove.client.SessionDescription;
import io.grove.client.SessionHandover;
import io.grove.client.SessionState;
import io.grove.client.SessionsOptions;
import io.grove.client.SetOptions;
import io.grove.server.testing.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the client library says of sessions and identities, at three real members. */
@Timeout(180)
class SessionsOfMembersTest {
    private static final Credential SUPER = Credential.digest("super", "admin");

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws Exception {
        ensemble = TestEnsemble.start(
                folder, 3, "--super.digest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=", "--session.ephemerals.max=2");
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    private static ClientConfig config() {
        return ClientConfig.of(ensemble.running().stream()
                .map(id -> "127.0.0.1:" + ensemble.clientPort(id))
                .collect(Collectors.joining(",")));
    }

    @Test
    void aPlannedRestartKeepsTheEphemerals() throws Exception {
        SessionHandover handover;
        long id;
        try (GroveClient before = Grove.connect(config())) {
            before.blocking().create("/restarted", null, CreateOptions.ephemeral());
            id = before.session().orElseThrow().id();
            handover = before.blocking().leave(Duration.ofSeconds(60));
            assertThat(before.state()).isEqualTo(SessionState.CLOSED);
        }
        assertThat(handover.sessionId()).isEqualTo(id);

        try (GroveClient after = Grove.connect(config().withSession(handover))) {
            BlockingGrove grove = after.blocking();
            assertThat(grove.get("/restarted").stat().ephemeralOwner()).isEqualTo(id);
            assertThat(after.lastZxidSeen()).isGreaterThanOrEqualTo(handover.zxid());
            grove.create("/restarted-2", null, CreateOptions.ephemeral());
            assertThat(grove.ephemerals(EphemeralsOptions.own()).items()).containsExactly("/restarted", "/restarted-2");
        }
        try (GroveClient late = Grove.connect(config().withSession(handover))) {
            assertThat(reasonOf(() -> late.blocking().exists("/"))).isEqualTo(Reason.SESSION_EXPIRED);
        }
        assertThat(exists("/restarted")).isFalse();
    }

    @Test
    void administratorsSeeWhatClientsSayAndKillThem() throws Exception {
        ClientConfig named = config().withClientName("billing")
                .withLabels(Map.of("zone", "b", "version", "7"))
                .withSessionTimeout(Duration.ofSeconds(40));
        try (GroveClient client = Grove.connect(named);
                GroveAdmin admin = Grove.admin(config())) {
            client.blocking().create("/billing", null, CreateOptions.ephemeral());
            long id = client.session().orElseThrow().id();

            SessionDescription seen = describe(admin, id);
            assertThat(seen.clientName()).isEqualTo("billing");
            assertThat(seen.labels()).isEqualTo(Map.of("zone", "b", "version", "7"));
            assertThat(seen.timeout()).isEqualTo(Duration.ofSeconds(40));
            assertThat(seen.ephemerals()).isEqualTo(1);
            assertThat(seen.attachEpoch()).isEqualTo(1);

            long zxid = admin.killSession(id).join();
            await().atMost(TestEnsemble.LONG).until(() -> client.state() == SessionState.EXPIRED);
            assertThat(exists("/billing")).isFalse();
            assertThat(zxid).isPositive();
            assertThat(reasonOf(() -> admin.killSession(id).join())).isEqualTo(Reason.SESSION_EXPIRED);
        }
    }

    @Test
    void whoMayNotAdministrateIsRefused() throws Exception {
        try (GroveClient root = Grove.connect(config().withCredentials(List.of(SUPER)));
                GroveAdmin stranger = Grove.admin(config());
                GroveAdmin known = Grove.admin(config().withCredentials(List.of(SUPER)))) {
            assertThat(known.whoAmI().join()).extracting(Identity::scheme).contains("digest", "super");
            root.blocking().setAcl("/zookeeper", Acl.readOnly(), AclOptions.any());
            try {
                assertThat(reasonOf(
                                () -> stranger.sessions(SessionsOptions.first()).join()))
                        .isEqualTo(Reason.NO_AUTH);
                assertThat(reasonOf(() -> stranger.killSession(1).join())).isEqualTo(Reason.NO_AUTH);
                assertThat(known.sessions(SessionsOptions.first()).join().items())
                        .isNotEmpty();
            } finally {
                root.blocking().setAcl("/zookeeper", Acl.open(), AclOptions.any());
            }
        }
    }

    @Test
    void aSessionOwnsOnlySoManyEphemerals() throws Exception {
        try (GroveClient client = Grove.connect(config())) {
            BlockingGrove grove = client.blocking();
            grove.create("/own-1", null, CreateOptions.ephemeral());
            grove.create("/own-2", null, CreateOptions.ephemeral());

            assertThat(reasonOf(() -> grove.create("/own-3", null, CreateOptions.ephemeral())))
                    .isEqualTo(Reason.QUOTA_EXCEEDED);
        }
    }

    @Test
    void identitiesAreProvenAgainAfterTheMemberIsGone() throws Exception {
        try (GroveClient client = Grove.connect(config())) {
            BlockingGrove grove = client.blocking();
            assertThat(grove.authenticate(Credential.digest("ann", "secret")))
                    .contains(Identity.digest("ann", "secret"));
            grove.create("/of-ann", null, CreateOptions.persistent().withAcl(Acl.callerOnly()));
            assertThat(grove.getAcl("/of-ann", ReadOptions.session()).acl().entries())
                    .hasSize(1)
                    .allMatch(entry -> entry.identity().equals(Identity.digest("ann", "secret")));
            try (GroveClient other = Grove.connect(config())) {
                assertThat(reasonOf(() -> other.blocking().get("/of-ann"))).isEqualTo(Reason.NO_AUTH);
            }

            String serving = ensemble.running().stream()
                    .filter(id -> ensemble.clientPort(id)
                            == client.session().orElseThrow().member().port())
                    .findFirst()
                    .orElseThrow();
            ensemble.stopMember(serving);
            try {
                grove.set("/of-ann", new byte[] {1}, SetOptions.any());
                assertThat(grove.whoAmI()).contains(Identity.digest("ann", "secret"));
            } finally {
                ensemble.startMember(serving);
                ensemble.awaitReady();
            }
        }
    }

    @Test
    void whatProvesNothingLeavesTheClientAsItWas() throws Exception {
        try (GroveClient client = Grove.connect(config())) {
            BlockingGrove grove = client.blocking();
            grove.authenticate(Credential.digest("ann", "secret"));

            assertThat(reasonOf(() -> grove.authenticate(new Credential("x-unknown", new byte[1]))))
                    .isEqualTo(Reason.AUTH_FAILED);

            assertThat(grove.whoAmI())
                    .contains(Identity.digest("ann", "secret"))
                    .noneMatch(identity -> identity.scheme().equals("x-unknown"));
        }
    }

    private static SessionDescription describe(GroveAdmin admin, long id) {
        return admin.sessions(SessionsOptions.first()).join().items().stream()
                .filter(session -> session.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private static boolean exists(String path) throws InterruptedException {
        try (var reader = Grove.reader(config())) {
            return reader.blocking().exists(path);
        }
    }

    private static Reason reasonOf(ThrowingCallable call) {
        Throwable failure = catchThrowableOfType(Exception.class, call);
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        assertThat(cause).isInstanceOf(GroveException.class);
        return ((GroveException) cause).reason();
    }
}
