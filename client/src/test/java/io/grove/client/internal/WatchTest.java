package io.grove.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.ConnectRequest;
import io.grove.client.CreateOptions;
import io.grove.client.DeleteOptions;
import io.grove.client.GroveException;
import io.grove.client.Operation;
import io.grove.client.ReadOptions;
import io.grove.client.SetOptions;
import io.grove.client.Watch;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final TestClient test = new TestClient(1).connected();
    private final TestClient other = otherClient();
    private final List<String> told = new ArrayList<>();
    private final WatchListener listener = new WatchListener() {
        @Override
        public void changed(WatchEvent event) {
            told.add(event.type() + " " + event.path());
        }

        @Override
        public void ended(GroveException why) {
            told.add("ended " + why.reason());
        }
    };

    private TestClient otherClient() {
        return new TestClient(2, test.ensemble, TestClient.config().withSessionTimeout(Duration.ofHours(1)))
                .connected();
    }

    @Test
    void aReadLeavesAOneShotWatchThatFiresOnceBeforeTheAnswer() {
        test.await(test.client.exists("/a", ReadOptions.session().withWatch(listener)));

        test.await(test.client.create("/a", null, CreateOptions.persistent()).thenRun(() -> told.add("answer")));
        test.await(test.client.set("/a", new byte[1], SetOptions.any()));

        assertThat(told).containsExactly("CREATED /a", "answer");
    }

    @Test
    void aReadThatFailsLeavesNoWatch() {
        assertThat(test.client.get("/a", ReadOptions.session().withWatch(listener)))
                .satisfies(f -> test.loop.until("failure", f::isCompletedExceptionally));

        test.await(test.client.create("/a", null, CreateOptions.persistent()));
        assertThat(told).isEmpty();
        assertThat(test.await(test.client.removeWatches("/a", listener))).isNull();
    }

    @Test
    void watchesAreCarriedOverAndToldWhatHappenedMeanwhile() {
        test.await(test.client.create("/a", null, CreateOptions.persistent()));
        test.await(test.client.get("/a", ReadOptions.session().withWatch(listener)));
        test.await(test.client.children("/a", ReadOptions.session().withWatch(listener)));
        test.await(test.client.addWatch("/", WatchMode.PERSISTENT_RECURSIVE, listener));
        test.dialer.last().cut();

        other.await(other.client.set("/a", new byte[1], SetOptions.any()));
        other.await(other.client.create("/a/b", null, CreateOptions.persistent()));
        other.await(other.client.delete("/a/b", DeleteOptions.any()));
        test.await(test.client.sync());

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "DATA_CHANGED /a", "CHILDREN_CHANGED /a", "DATA_CHANGED /a", "CREATED /a/b", "DELETED /a/b");
    }

    @Test
    void oneShotWatchesThatHaveFiredAreNotCarriedOver() {
        test.await(test.client.exists("/a", ReadOptions.session().withWatch(listener)));
        test.await(test.client.create("/a", null, CreateOptions.persistent()));
        test.dialer.last().cut();
        test.await(test.client.sync());

        assertThat(test.dialer.last().arrived.stream()
                        .filter(ConnectRequest::hasRequests)
                        .flatMap(f -> f.getRequests().getRequestsList().stream()))
                .noneMatch(r -> r.hasAddWatch());
    }

    @Test
    void whenTheHistoryIsTooShortTheListenerIsToldToLookAgain() {
        test.await(test.client.addWatch("/", WatchMode.PERSISTENT_RECURSIVE, listener));
        test.await(test.client.exists("/a", ReadOptions.session().withWatch(listener)));
        test.dialer.last().cut();
        other.await(other.client.create("/a", null, CreateOptions.persistent()));
        test.ensemble.forgetHistory();

        test.await(test.client.sync());
        assertThat(told).containsExactlyInAnyOrder("RESYNC /", "RESYNC /a");
        test.await(test.client.set("/a", null, SetOptions.any()));

        assertThat(told).contains("DATA_CHANGED /a").hasSize(3);
    }

    @Test
    void aCutBetweenTheEventsOfOneCommitLosesNoneAndRepeatsNone() {
        for (int i = 0; i < 3; i++) {
            test.await(test.client.create("/n" + i, null, CreateOptions.persistent()));
        }
        test.await(test.client.addWatch("/", WatchMode.PERSISTENT_RECURSIVE, listener));
        FakeDialer.Stream stream = test.dialer.last();
        stream.allowed = 2; // Of the four events of the commit two come through.

        other.await(other.client.commit(List.of(
                Operation.set("/n0", null, SetOptions.any()),
                Operation.set("/n1", null, SetOptions.any()),
                Operation.set("/n1", null, SetOptions.any()),
                Operation.set("/n2", null, SetOptions.any()))));
        test.holdCallbacks = true;
        test.loop.advance(10);
        stream.cut();
        test.releaseCallbacks();
        test.await(test.client.sync());

        assertThat(told)
                .containsExactly("DATA_CHANGED /n0", "DATA_CHANGED /n1", "DATA_CHANGED /n1", "DATA_CHANGED /n2");
    }

    @Test
    void aRemovedWatchIsSilentFromThenOn() {
        Watch watch = test.await(test.client.addWatch("/", WatchMode.PERSISTENT_RECURSIVE, listener));
        var created = test.client.create("/a", null, CreateOptions.persistent());
        test.await(watch.remove());
        test.await(created);
        test.await(test.client.create("/b", null, CreateOptions.persistent()));

        assertThat(told).isEmpty();
        assertThat(test.await(watch.remove())).isNull();
    }

    @Test
    void watchesEndWithTheSession() {
        test.await(test.client.addWatch("/", WatchMode.PERSISTENT, listener));
        test.await(test.client.exists("/a", ReadOptions.session().withWatch(listener)));

        test.ensemble.expire(test.sessionId());
        test.loop.advance(100);

        assertThat(told).containsExactly("ended SESSION_EXPIRED", "ended SESSION_EXPIRED");
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        test.await(test.client.addWatch("/", WatchMode.PERSISTENT, event -> {
            throw new IllegalStateException("on purpose");
        }));
        test.await(test.client.addWatch("/", WatchMode.PERSISTENT, listener));

        test.await(test.client.create("/a", null, CreateOptions.persistent()));

        assertThat(told).containsExactly("CHILDREN_CHANGED /");
    }
}
