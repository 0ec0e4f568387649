package io.grove.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.ContactChanged;
import io.grove.client.ClientLimits;
import io.grove.client.CreateOptions;
import io.grove.client.DeleteOptions;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.Operation;
import io.grove.client.ReadOptions;
import io.grove.client.SessionEvent;
import io.grove.client.SessionState;
import io.grove.client.SetOptions;
import io.grove.client.WatchMode;
import io.grove.client.fake.FakeEnsemble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad arguments, sizes, windows and times. */
class LimitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "/a/", "//", "/a//b", "/.", "/a/..", "/a\u0000", "/a\u0001", "/\ud83d\ude00", "/\ufff0"
            })
    void invalidPathsAreRefusedWithoutATrip(String path) {
        TestClient test = new TestClient(1).connected();
        int frames = test.dialer.last().arrived.size();

        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.create(path, null, CreateOptions.persistent()));
        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.delete(path, DeleteOptions.any()));
        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.set(path, null, SetOptions.any()));
        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.get(path, ReadOptions.session()));
        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.exists(path, ReadOptions.session()));
        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.children(path, ReadOptions.session()));
        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.addWatch(path, WatchMode.PERSISTENT, event -> {}));
        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.commit(List.of(Operation.check(path))));
        assertThat(test.dialer.last().arrived).hasSize(frames);
    }

    @Test
    void onlyASequentialPathMayEndWithASlash() {
        TestClient test = new TestClient(1).connected();

        assertThat(test.await(test.client.create("/", null, CreateOptions.persistentSequential()))
                        .path())
                .isEqualTo("/0000000000");
        assertRefused(test, Reason.BAD_ARGUMENTS, test.client.create("/a/", null, CreateOptions.persistent()));
    }

    @Test
    void dataLargerThanTheMemberAllowsIsRefusedAndTakesNoWriteNumber() {
        TestClient test = new TestClient(1);
        test.ensemble.allow(100, 1_000);
        test.client.start();

        var tooLarge = test.client.create("/a", new byte[1_001], CreateOptions.persistent());
        var fits = test.client.create("/a", new byte[1_000], CreateOptions.persistent());

        assertRefused(test, Reason.TOO_LARGE, tooLarge);
        assertThat(test.await(fits).path()).isEqualTo("/a");
        assertThat(test.ensemble.appliedWrites().get(0).getWriteNumber()).isEqualTo(1);
    }

    @Test
    void aRequestLargerThanTheClientAllowsIsRefused() {
        TestClient test = new TestClient(
                1, new FakeEnsemble(), TestClient.config().withLimits(new ClientLimits(10, 5_000, 5_000)));

        assertRefused(test, Reason.TOO_LARGE, test.client.create("/a", new byte[5_000], CreateOptions.persistent()));
    }

    @Test
    void moreThanTheClientMayHoldIsRefusedAtOnceAndAnswersMakeRoom() {
        TestClient test = new TestClient(
                1, new FakeEnsemble(), TestClient.config().withLimits(new ClientLimits(10, 1 << 20, 1 << 20)));
        List<CompletableFuture<?>> pending = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pending.add(test.client.create("/n" + i, null, CreateOptions.persistent()));
        }

        var beyond = test.client.create("/beyond", null, CreateOptions.persistent());
        assertThat(beyond).isCompletedExceptionally();
        assertRefused(test, Reason.OVERLOADED, beyond);
        test.client.start();
        pending.forEach(test::await);

        test.await(test.client.create("/again", null, CreateOptions.persistent()));
    }

    @Test
    void bytesAreCountedToo() {
        TestClient test = new TestClient(
                1, new FakeEnsemble(), TestClient.config().withLimits(new ClientLimits(10, 10_000, 9_000)));
        var first = test.client.create("/a", new byte[8_000], CreateOptions.persistent());

        assertRefused(test, Reason.OVERLOADED, test.client.create("/b", new byte[8_000], CreateOptions.persistent()));
        test.client.start();
        test.await(first);

        test.await(test.client.create("/b", new byte[8_000], CreateOptions.persistent()));
    }

    @Test
    void whatWasNotSentInTimeFailsAndIsNeverDone() {
        TestClient test = shortTimeout();
        test.dialer.down.addAll(TestClient.config().members());
        test.client.start();

        var late = test.client.create("/late", null, CreateOptions.persistent());

        assertRefused(test, Reason.REQUEST_TIMEOUT, late);
        assertThatThrownBy(() -> test.await(late)).hasMessageContaining("refuses connections");
        test.dialer.down.clear();
        test.await(test.client.create("/next", null, CreateOptions.persistent()));
        assertThat(test.ensemble.appliedWrites()).hasSize(1);
    }

    @Test
    void aWriteThatWasSentButNotAnsweredInTimeIsUnknownAndBlocksNoLaterOne() {
        TestClient test = shortTimeout().connected();
        test.dialer.mute.add(test.dialer.last().member);

        var write = test.client.create("/a", null, CreateOptions.persistent());
        var read = test.client.exists("/a", ReadOptions.session());

        assertRefused(test, Reason.OUTCOME_UNKNOWN, write);
        assertRefused(test, Reason.REQUEST_TIMEOUT, read);
        test.dialer.mute.clear();
        test.dialer.last().cut();
        test.loop.until("another member", () -> test.sessionEvents.contains(SessionEvent.RECONNECTED));
        test.await(test.client.create("/b", null, CreateOptions.persistent()));
        assertThat(test.ensemble.appliedWrites()).hasSize(2);
        test.loop.advance(TestClient.TIMEOUT_MS);
        assertThat(test.ensemble.keptResults(test.sessionId())).isZero();
    }

    private static TestClient shortTimeout() {
        return new TestClient(1, new FakeEnsemble(), TestClient.config().withRequestTimeout(Duration.ofMillis(500)));
    }

    @Test
    void aCallbackThatTakesLongDoesNotCostTheSession() {
        TestClient test = new TestClient(1).connected();
        long session = test.sessionId();
        FakeDialer.Stream stream = test.dialer.last();
        test.await(test.client.addWatch("/", WatchMode.PERSISTENT, event -> {}));
        test.holdCallbacks = true;
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            writes.add(test.client.create("/n" + i, null, CreateOptions.persistent()));
        }

        test.loop.advance(TestClient.TIMEOUT_MS * 3);
        assertThat(test.client.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(stream.allowed).isZero();
        test.releaseCallbacks();
        writes.forEach(test::await);

        assertThat(test.sessionId()).isEqualTo(session);
        assertThat(test.dialer.last()).isSameAs(stream);
    }

    @Test
    void aProcessThatSleptReadsWhatHasComeBeforeItBlamesTheMember() {
        TestClient test = new TestClient(1).connected();
        FakeDialer.Stream stream = test.dialer.last();
        test.loop.advance(TestClient.TIMEOUT_MS);

        test.loop.sleepThrough(TestClient.TIMEOUT_MS * 9 / 10);
        test.loop.advance(1_000);

        assertThat(test.dialer.last()).isSameAs(stream);
        assertThat(test.sessionEvents).containsExactly(SessionEvent.CONNECTED);
    }

    @Test
    void theLeaseRunsFromWhatTheMemberHasAcknowledged() {
        TestClient test = new TestClient(1).connected();
        test.loop.advance(10_000);
        assertThat(test.client.leaseRemaining())
                .isBetween(Duration.ofMillis(TestClient.TIMEOUT_MS / 2), Duration.ofMillis(TestClient.TIMEOUT_MS));

        test.dialer.down.addAll(TestClient.config().members());
        test.dialer.last().cut();
        test.loop.advance(TestClient.TIMEOUT_MS);

        assertThat(test.client.leaseRemaining()).isLessThanOrEqualTo(Duration.ZERO);
        assertThat(test.client.state()).isEqualTo(SessionState.SUSPENDED);
    }

    @Test
    void sendsAHeartbeatEveryThirdOfTheTimeoutWhenIdle() {
        TestClient test = new TestClient(1).connected();

        test.loop.advance(TestClient.TIMEOUT_MS * 10);

        assertThat(test.dialer.last().arrived.stream().filter(f -> f.hasHeartbeat()))
                .hasSizeBetween(27, 31);
        assertThat(test.dialer.begun).hasSize(1);
    }

    @Test
    void asksABusyMemberThatAnswersNothingWhetherItIsThere() {
        TestClient test = new TestClient(1).connected();
        FakeDialer.Stream stream = test.dialer.last();
        test.dialer.mute.add(stream.member);

        for (int ms = 0; ms < TestClient.TIMEOUT_MS / 2; ms += 100) {
            var unanswered = test.client.create("/n" + ms, null, CreateOptions.persistent());
            test.loop.advance(100);
            assertThat(unanswered).isNotDone();
        }

        assertThat(stream.arrived.stream().filter(f -> f.hasHeartbeat())).hasSize(1);
    }

    @Test
    void aMemberOutOfContactDoesNotProlongTheLease() {
        TestClient test = new TestClient(1).connected();
        test.dialer
                .last()
                .inject(ConnectResponse.newBuilder()
                        .setContactChanged(ContactChanged.newBuilder().setInContact(false))
                        .build());
        test.loop.advance(10);
        Duration before = test.client.leaseRemaining();

        test.loop.advance(500);
        test.await(test.client.exists("/", ReadOptions.stale()));

        assertThat(test.client.leaseRemaining()).isLessThanOrEqualTo(before.minusMillis(500));
    }

    @Test
    void noMoreReadsAreInFlightThanTheMemberLetsWait() {
        TestClient test = new TestClient(1);
        test.ensemble.allow(3, 1_000);
        test.connected();
        FakeDialer.Stream stream = test.dialer.last();
        test.dialer.mute.add(stream.member);

        for (int i = 0; i < 10; i++) {
            var unanswered = test.client.exists("/", ReadOptions.session());
            assertThat(unanswered).isNotDone();
        }
        test.loop.advance(100);

        assertThat(stream.arrived.stream()
                        .mapToInt(f -> f.getRequests().getRequestsCount())
                        .sum())
                .isEqualTo(3);
    }

    private static void assertRefused(TestClient test, Reason reason, CompletableFuture<?> future) {
        assertThatThrownBy(() -> test.await(future))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
