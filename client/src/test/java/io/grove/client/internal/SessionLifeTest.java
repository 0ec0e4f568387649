package io.grove.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.api.v1.Closed;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.ContactChanged;
import io.grove.client.CreateOptions;
import io.grove.client.Credential;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.ReadOptions;
import io.grove.client.SessionEvent;
import io.grove.client.SessionHandover;
import io.grove.client.SessionState;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of the declared session life, each reached by something that can really happen. */
class SessionLifeTest {
    private static final Map<String, Consumer<TestClient>> SCENARIOS = new LinkedHashMap<>();

    static {
        SCENARIOS.put("opens, works, closes", SessionLifeTest::opensWorksCloses);
        SCENARIOS.put("closed before it began", SessionLifeTest::closedBeforeItBegan);
        SCENARIOS.put("closed while opening", SessionLifeTest::closedWhileOpening);
        SCENARIOS.put("closed while waiting to open", SessionLifeTest::closedWhileWaitingToOpen);
        SCENARIOS.put("goes on looking while nobody answers", SessionLifeTest::goesOnLooking);
        SCENARIOS.put("refused for good", SessionLifeTest::refusedForGood);
        SCENARIOS.put("a credential that it relies on is refused", SessionLifeTest::credentialRefused);
        SCENARIOS.put("goes on with a session that is gone", SessionLifeTest::goesOnWithSessionThatIsGone);
        SCENARIOS.put("moves to another member", SessionLifeTest::movesToAnotherMember);
        SCENARIOS.put("leaves a silent member", SessionLifeTest::leavesSilentMember);
        SCENARIOS.put("leaves a member out of contact", SessionLifeTest::leavesMemberOutOfContact);
        SCENARIOS.put("expired by the ensemble while connected", SessionLifeTest::expiredWhileConnected);
        SCENARIOS.put("closed by the ensemble unasked", SessionLifeTest::closedUnasked);
        SCENARIOS.put("expired by the ensemble while away", SessionLifeTest::expiredWhileAway);
        SCENARIOS.put("lapses when no member is there", SessionLifeTest::lapsesWithoutMembers);
        SCENARIOS.put("lapses while attaching", SessionLifeTest::lapsesWhileAttaching);
        SCENARIOS.put("attached elsewhere by a late attach of its own", SessionLifeTest::attachesAgainWhenMoved);
        SCENARIOS.put("closed while suspended", SessionLifeTest::closedWhileSuspended);
        SCENARIOS.put("closed while attaching", SessionLifeTest::closedWhileAttaching);
        SCENARIOS.put("connection breaks while closing", SessionLifeTest::breaksWhileClosing);
        SCENARIOS.put("session expires while closing", SessionLifeTest::expiresWhileClosing);
        SCENARIOS.put("member does not answer the close", SessionLifeTest::closeTakesTooLong);
    }

    @TestFactory
    Stream<DynamicTest> scenario() {
        return SCENARIOS.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> e.getValue().accept(new TestClient(1))));
    }

    @Test
    void everyDeclaredStepIsVisitedAndNoOther() {
        Set<String> visited = new HashSet<>();
        SCENARIOS.values().forEach(scenario -> {
            TestClient test = new TestClient(1);
            scenario.accept(test);
            visited.addAll(test.steps);
        });

        Set<String> declared = new HashSet<>();
        for (SessionLife.State state : SessionLife.State.values()) {
            for (SessionLife.Event event : SessionLife.Event.values()) {
                if (SessionLife.step(state, event) != null) {
                    declared.add(state + " " + event);
                }
            }
        }
        assertThat(visited).isEqualTo(declared);
    }

    @Test
    void aStepThatIsNotDeclaredIsADefect() {
        SessionLife life = new SessionLife((state, event) -> {});

        assertThatThrownBy(() -> life.take(SessionLife.Event.OPENED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("OPENED can't happen in NEW");
    }

    private static void opensWorksCloses(TestClient test) {
        test.connected();
        assertThat(test.client.state()).isEqualTo(SessionState.CONNECTED);
        test.await(test.client.create("/a", null, CreateOptions.ephemeral()));

        test.await(test.client.closeAsync());

        assertThat(test.sessionEvents).containsExactly(SessionEvent.CONNECTED, SessionEvent.CLOSED);
        assertThat(test.ensemble.sessionIds()).isEmpty();
        assertThat(test.released).isTrue();
        assertFails(test, Reason.CLOSED);
    }

    private static void closedBeforeItBegan(TestClient test) {
        test.await(test.client.closeAsync());

        assertThat(test.client.state()).isEqualTo(SessionState.CLOSED);
        assertThat(test.client.connected()).isCompletedExceptionally();
    }

    private static void closedWhileOpening(TestClient test) {
        test.client.start();
        test.loop.runReady();

        test.await(test.client.closeAsync());

        assertThat(test.client.state()).isEqualTo(SessionState.CLOSED);
    }

    private static void closedWhileWaitingToOpen(TestClient test) {
        test.dialer.down.addAll(TestClient.config().members());
        test.client.start();
        test.loop.until("waiting", () -> test.steps.contains("OPENING BROKEN"));

        test.await(test.client.closeAsync());

        assertThat(test.client.state()).isEqualTo(SessionState.CLOSED);
    }

    private static void goesOnLooking(TestClient test) {
        test.dialer.down.addAll(TestClient.config().members());
        test.client.start();
        test.loop.advance(10_000);
        assertThat(test.client.state()).isEqualTo(SessionState.CONNECTING);

        test.dialer.down.clear();

        test.await(test.client.connected());
        assertThat(test.dialer.begun).hasSizeBetween(10, 100);
    }

    private static void refusedForGood(TestClient test) {
        test.dialer.refusals.add(new StreamEnd(new GroveException(Reason.BAD_ARGUMENTS, "the name is not nice"), true));
        test.client.start();

        assertThatThrownBy(() -> test.await(test.client.connected()))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_ARGUMENTS))
                .hasMessageContaining("the name is not nice");
        assertThat(test.client.state()).isEqualTo(SessionState.CLOSED);
        assertThat(test.released).isTrue();
    }

    private static void credentialRefused(TestClient test) {
        test.connected();
        test.await(test.client.authenticate(Credential.digest("bob", "secret")));
        test.ensemble.refuseCredentials();

        test.dialer.last().cut();
        test.loop.until("closed", () -> test.client.state() == SessionState.CLOSED);

        assertThat(test.steps).contains("CONNECTED REFUSED");
        assertFails(test, Reason.CLOSED);
    }

    private static void goesOnWithSessionThatIsGone(TestClient test) {
        test.connected();
        SessionHandover session = test.await(test.client.leave(Duration.ofMinutes(1)));
        test.ensemble.expire(session.sessionId());
        TestClient successor =
                new TestClient(2, test.ensemble, TestClient.config().withSession(session));

        successor.client.start();
        successor.loop.until("expired", () -> successor.client.state() == SessionState.EXPIRED);

        assertThat(successor.client.connected()).isCompletedExceptionally();
        assertFails(successor, Reason.SESSION_EXPIRED);
        test.steps.addAll(successor.steps);
    }

    private static void movesToAnotherMember(TestClient test) {
        test.connected();
        long session = test.sessionId();
        FakeDialer.Stream first = test.dialer.last();
        test.dialer.down.add(first.member);

        first.cut();
        assertThat(test.client.state()).isEqualTo(SessionState.SUSPENDED);
        test.loop.until("reconnected", () -> test.client.state() == SessionState.CONNECTED);

        assertThat(test.dialer.last().member).isNotEqualTo(first.member);
        assertThat(test.sessionId()).isEqualTo(session);
        test.loop.runReady();
        assertThat(test.sessionEvents)
                .containsExactly(SessionEvent.CONNECTED, SessionEvent.SUSPENDED, SessionEvent.RECONNECTED);
    }

    private static void leavesSilentMember(TestClient test) {
        test.connected();
        FakeDialer.Stream first = test.dialer.last();
        test.dialer.mute.add(first.member);

        test.loop.advance(TestClient.TIMEOUT_MS * 2 / 3 - 200);
        assertThat(test.client.state()).isEqualTo(SessionState.CONNECTED);
        test.loop.advance(1_000);

        assertThat(test.client.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(test.dialer.last().member).isNotEqualTo(first.member);
    }

    private static void leavesMemberOutOfContact(TestClient test) {
        test.connected();
        FakeDialer.Stream first = test.dialer.last();
        first.inject(contact(false));
        test.loop.advance(TestClient.TIMEOUT_MS / 3 - 200);
        first.inject(contact(true));
        test.loop.advance(TestClient.TIMEOUT_MS);
        assertThat(test.dialer.last()).isSameAs(first);

        first.inject(contact(false));
        test.loop.advance(TestClient.TIMEOUT_MS / 3 + 400);

        assertThat(test.dialer.last().member).isNotEqualTo(first.member);
        assertThat(test.client.state()).isEqualTo(SessionState.CONNECTED);
    }

    private static ConnectResponse contact(boolean has) {
        return ConnectResponse.newBuilder()
                .setContactChanged(ContactChanged.newBuilder().setInContact(has))
                .build();
    }

    private static void expiredWhileConnected(TestClient test) {
        test.connected();

        test.ensemble.expire(test.sessionId());
        test.loop.until("expired", () -> test.client.state() == SessionState.EXPIRED);

        assertFails(test, Reason.SESSION_EXPIRED);
        assertThat(test.client.leaseRemaining()).isZero();
        test.await(test.client.closeAsync());
        assertThat(test.sessionEvents).containsExactly(SessionEvent.CONNECTED, SessionEvent.EXPIRED);
        assertThat(test.released).isTrue();
    }

    private static void closedUnasked(TestClient test) {
        test.connected();

        test.dialer
                .last()
                .inject(ConnectResponse.newBuilder()
                        .setClosed(Closed.getDefaultInstance())
                        .build());
        test.loop.advance(10);

        assertThat(test.client.state()).isEqualTo(SessionState.EXPIRED);
    }

    private static void expiredWhileAway(TestClient test) {
        test.connected();
        var pending = test.client.create("/a", null, CreateOptions.persistent());
        test.dialer.down.addAll(TestClient.config().members());
        test.dialer.last().cut();
        test.ensemble.expire(test.sessionId());
        test.loop.advance(1_000);

        test.dialer.down.clear();

        assertThatThrownBy(() -> test.await(pending))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SESSION_EXPIRED));
    }

    private static void lapsesWithoutMembers(TestClient test) {
        test.connected();
        test.dialer.down.addAll(TestClient.config().members());
        test.dialer.last().cut();

        test.loop.advance(TestClient.TIMEOUT_MS * 4 / 3 - 1_200);
        assertThat(test.client.state()).isEqualTo(SessionState.SUSPENDED);
        test.loop.advance(1_400);

        assertThat(test.client.state()).isEqualTo(SessionState.EXPIRED);
    }

    private static void lapsesWhileAttaching(TestClient test) {
        test.connected();
        test.dialer.mute.addAll(TestClient.config().members());
        test.dialer.last().cut();
        test.loop.advance(TestClient.TIMEOUT_MS * 4 / 3 + 1_000);

        assertThat(test.client.state()).isEqualTo(SessionState.EXPIRED);
        assertThat(test.steps).contains("ATTACHING LAPSED");
    }

    private static void attachesAgainWhenMoved(TestClient test) {
        test.connected();
        long session = test.sessionId();

        test.dialer.last().end(io.grove.api.v1.ErrorReason.ERROR_REASON_SESSION_MOVED);
        test.loop.until("suspended", () -> test.client.state() == SessionState.SUSPENDED);
        test.loop.until("reconnected", () -> test.client.state() == SessionState.CONNECTED);

        assertThat(test.sessionId()).isEqualTo(session);
        test.await(test.client.create("/a", null, CreateOptions.persistent()));
    }

    private static void closedWhileSuspended(TestClient test) {
        test.connected();
        test.dialer.last().cut();
        assertThat(test.client.state()).isEqualTo(SessionState.SUSPENDED);

        test.await(test.client.closeAsync());

        assertThat(test.client.state()).isEqualTo(SessionState.CLOSED);
    }

    private static void closedWhileAttaching(TestClient test) {
        test.connected();
        test.dialer.mute.addAll(TestClient.config().members());
        test.dialer.last().cut();
        test.loop.advance(200);
        assertThat(test.steps).contains("SUSPENDED DIAL_DUE").doesNotContain("ATTACHING OPENED");

        test.await(test.client.closeAsync());

        assertThat(test.steps).contains("ATTACHING CLOSE_ASKED");
    }

    private static void breaksWhileClosing(TestClient test) {
        test.connected();
        var closed = test.client.closeAsync();
        test.loop.runReady();

        test.dialer.last().cut();

        test.await(closed);
        assertThat(test.client.state()).isEqualTo(SessionState.CLOSED);
    }

    private static void expiresWhileClosing(TestClient test) {
        test.connected();
        test.dialer.mute.addAll(TestClient.config().members());
        var closed = test.client.closeAsync();
        test.loop.runReady();

        test.ensemble.expire(test.sessionId());

        test.await(closed);
        assertThat(test.steps).contains("CLOSING GONE");
    }

    private static void closeTakesTooLong(TestClient test) {
        test.connected();
        var write = test.client.create("/a", null, CreateOptions.persistent());
        test.dialer.last().isReady = false;
        var closed = test.client.closeAsync();
        for (int i = 0; i < 10; i++) {
            test.loop.advance(TestClient.TIMEOUT_MS / 10);
        }

        test.await(closed);
        assertThat(test.steps).contains("CLOSING CLOSE_LATE");
        assertThat(write).isCompletedExceptionally();
    }

    private static void assertFails(TestClient test, Reason reason) {
        var late = test.client.exists("/a", ReadOptions.session());
        assertThatThrownBy(() -> test.await(late))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
