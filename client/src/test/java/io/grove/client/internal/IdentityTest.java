package io.grove.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.Request.OperationCase;
import io.grove.client.CreateOptions;
import io.grove.client.Credential;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.Identity;
import io.grove.client.SessionHandover;
import io.grove.client.SessionState;
import io.grove.client.WatchMode;
import io.grove.client.fake.FakeEnsemble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who the client is: credentials on every stream, labels, and sessions that go on with another client. */
class IdentityTest {
    private static final Identity BOB = new Identity("digest", "bob:secret");
    private static final Identity ANN = new Identity("x-test", "ann");
    private final TestClient test = new TestClient(
            1,
            new FakeEnsemble(),
            TestClient.config()
                    .withCredentials(List.of(Credential.digest("bob", "secret")))
                    .withLabels(Map.of("rack", "7")));

    @Test
    void credentialsAreProvenBeforeAnythingElseOnEveryStream() {
        test.connected();
        assertThat(test.await(test.client.whoAmI())).containsExactly(BOB);
        assertThat(test.await(test.client.authenticate(Credential.parse("x-test:ann"))))
                .containsExactly(BOB, ANN);
        test.await(test.client.addWatch("/a", WatchMode.PERSISTENT, event -> {}));

        test.dialer.last().cut();

        assertThat(test.await(test.client.whoAmI())).containsExactly(BOB, ANN);
        assertThat(test.dialer.last().arrived.stream()
                        .flatMap(frame -> frame.getRequests().getRequestsList().stream())
                        .map(request -> request.getOperationCase()))
                .startsWith(OperationCase.AUTHENTICATE, OperationCase.AUTHENTICATE, OperationCase.ADD_WATCH);
    }

    @Test
    void aNewCredentialThatIsRefusedChangesNothing() {
        test.connected();
        long session = test.sessionId();

        assertThatThrownBy(() -> test.await(test.client.authenticate(Credential.parse("digest:wrong:one"))))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.AUTH_FAILED));

        assertThat(test.await(test.client.whoAmI())).containsExactly(BOB);
        assertThat(test.sessionId()).isEqualTo(session);
    }

    @Test
    void aCredentialOfTheConfigurationThatIsRefusedEndsTheClient() {
        TestClient refused = new TestClient(
                1, test.ensemble, TestClient.config().withCredentials(List.of(Credential.parse("digest:wrong:one"))));
        refused.client.start();

        assertThatThrownBy(() -> refused.await(refused.client.whoAmI()))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.AUTH_FAILED));
        assertThat(refused.client.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void labelsAreSent() {
        test.connected();

        ConnectRequest first = test.dialer.last().arrived.get(0);

        assertThat(first.getOpen().getLabelsMap()).containsExactly(Map.entry("rack", "7"));
    }

    @Test
    void aSuccessorGoesOnWithTheSessionThatWasLeft() {
        test.connected();
        test.await(test.client.create("/e", null, CreateOptions.ephemeral()));
        long session = test.sessionId();
        SessionHandover handover = test.await(test.client.leave(Duration.ofMinutes(1)));
        assertThat(test.client.state()).isEqualTo(SessionState.CLOSED);
        assertThat(test.ensemble.sessionIds()).isEqualTo(Set.of(session));

        TestClient successor =
                new TestClient(2, test.ensemble, TestClient.config().withSession(handover));
        successor.connected();

        assertThat(successor.sessionId()).isEqualTo(session);
        assertThat(successor.client.lastZxidSeen()).isGreaterThanOrEqualTo(handover.zxid());
        successor.await(successor.client.create("/f", null, CreateOptions.ephemeral()));
        successor.await(successor.client.closeAsync());
        assertThat(successor.await(successor.client.closeAsync())).isNull();
        assertThat(test.ensemble.sessionIds()).isEmpty();
    }

    @Test
    void aSessionThatNobodyAgreedToKeepIsNotHandedOver() {
        test.connected();
        test.dialer.mute.addAll(TestClient.config().members());

        assertThatThrownBy(() -> test.await(test.client.leave(Duration.ofMinutes(1))))
                .hasMessageContaining("no member has agreed to keep the session");
    }
}
