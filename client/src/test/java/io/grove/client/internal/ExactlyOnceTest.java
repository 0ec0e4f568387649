package io.grove.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.Request;
import io.grove.client.CreateOptions;
import io.grove.client.Operation;
import io.grove.client.OperationResult;
import io.grove.client.ReadOptions;
import io.grove.client.SessionEvent;
import io.grove.client.SetOptions;
import io.grove.client.WatchEvent;
import io.grove.client.WatchMode;
import io.grove.client.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are lost both ways and answers come twice; nothing of it may show. Each seed is another history. */
class ExactlyOnceTest {
    private static final int WRITES = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void eachWriteIsAppliedOnceInOrderAndEachChangeIsToldOnce(long seed) {
        TestClient test = new TestClient(seed).connected();
        test.ensemble.allow(7, 1 << 20);
        List<WatchEvent> events = new ArrayList<>();
        test.await(test.client.create("/n", null, CreateOptions.persistent()));
        test.await(test.client.addWatch("/n", WatchMode.PERSISTENT_RECURSIVE, events::add));
        test.dialer.loss = 0.04;
        test.dialer.duplication = 0.1;

        List<CompletableFuture<?>> answers = new ArrayList<>();
        List<CompletableFuture<Znode>> reads = new ArrayList<>();
        List<String> completed = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            String name = "w" + i;
            CompletableFuture<?> write = i % 5 == 4
                    ? test.client.commit(List.of(
                            Operation.set("/n", bytes(name), SetOptions.any()),
                            Operation.set("/n", bytes(name + "'"), SetOptions.any())))
                    : test.client.set("/n", bytes(name), SetOptions.any());
            answers.add(write.thenRun(() -> completed.add(name)));
            reads.add(test.client.get("/n", ReadOptions.session()));
            test.loop.advance(i % 3);
        }
        answers.forEach(test::await);

        assertThat(completed).hasSize(WRITES).isEqualTo(names());
        assertThat(applied(test.ensemble.appliedWrites())).isEqualTo(names());
        assertThat(test.sessionEvents).contains(SessionEvent.RECONNECTED).doesNotContain(SessionEvent.EXPIRED);
        for (int i = 0; i < WRITES; i++) {
            int seen = number(test.await(reads.get(i)));
            assertThat(seen).as("read after write %d", i).isGreaterThanOrEqualTo(i);
        }
        test.dialer.loss = 0;
        test.await(test.client.sync());
        assertThat(events).extracting(WatchEvent::type).containsOnly(WatchEvent.Type.DATA_CHANGED);
        assertThat(events).as("one for each setting").hasSize(WRITES + WRITES / 5);
        assertThat(events).extracting(WatchEvent::zxid).isSorted();
    }

    @Test
    @DisplayName("results that were answered are forgotten by the ensemble")
    void acknowledgesWhatWasAnswered() {
        TestClient test = new TestClient(1).connected();
        for (int i = 0; i < 20; i++) {
            test.await(test.client.create("/n" + i, null, CreateOptions.persistent()));
        }

        test.loop.advance(TestClient.TIMEOUT_MS);

        assertThat(test.ensemble.keptResults(test.sessionId())).isZero();
    }

    @Test
    void aWriteWhoseAnswerWasLostGivesItsFirstResult() {
        TestClient test = new TestClient(1).connected();
        var created = test.client.create("/n", null, CreateOptions.persistent());
        test.loop.until("applied", () -> test.ensemble.appliedWrites().size() == 1);
        long zxid = test.ensemble.zxid();
        test.dialer.last().cut();

        OperationResult.Created result = test.await(created);

        assertThat(result.zxid()).isEqualTo(zxid);
        assertThat(test.client.lastZxidSeen()).isGreaterThan(zxid); // The attach has a zxid, too.
        assertThat(test.ensemble.appliedWrites()).hasSize(1);
    }

    @Test
    void keepsTheOrderOfCallsAroundALimitedWindow() {
        TestClient test = new TestClient(1);
        test.ensemble.allow(1, 1 << 20);
        test.connected();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(test.client.create("/n" + i, null, CreateOptions.persistent()));
            all.add(test.client
                    .exists("/n" + i, ReadOptions.session())
                    .thenAccept(e -> assertThat(e.exists()).isTrue()));
        }

        all.forEach(test::await);

        test.dialer.last().arrived.stream()
                .filter(frame -> frame.hasRequests())
                .forEach(frame -> assertThat(
                                frame.getRequests().getRequestsList().stream().filter(r -> r.getWriteNumber() > 0))
                        .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void sendsManyRequestsInOneFrame() {
        TestClient test = new TestClient(1).connected();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(test.client.create("/n" + i, null, CreateOptions.persistent()));
        }

        all.forEach(test::await);

        assertThat(test.dialer.last().arrived.stream().filter(f -> f.hasRequests()))
                .hasSize(1);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            names.add("w" + i);
        }
        return names;
    }

    private static List<String> applied(List<Request> writes) {
        return writes.stream()
                .filter(w -> !w.hasCreate())
                .map(w -> w.hasSet()
                        ? w.getSet().getData().toStringUtf8()
                        : w.getCommit().getOperations(0).getSet().getData().toStringUtf8())
                .toList();
    }

    private static int number(Znode znode) {
        return Integer.parseInt(new String(znode.data(), UTF_8).substring(1).replace("'", ""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
