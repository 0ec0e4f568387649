package io.grove.client.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grove.Grove;
import io.grove.client.ClientConfig;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.Operation;
import io.grove.client.fake.FakeEnsemble;
import io.grove.client.fake.FakeGrpcMembers;
import io.grove.client.recipe.DistributedLock.Held;
import io.grove.client.recipe.LeaderElection.Leadership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecipesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeEnsemble ensemble = new FakeEnsemble();
    private final FakeGrpcMembers members = new FakeGrpcMembers(ensemble, 1);
    private final List<GroveClient> clients = new ArrayList<>();
    private final GroveClient one = client();
    private final GroveClient two = client();
    private final GroveClient three = client();

    private GroveClient client() {
        GroveClient client = Grove.connect(ClientConfig.of(members.addresses()));
        clients.add(client);
        client.connected().join();
        return client;
    }

    @AfterEach
    void end() {
        clients.forEach(GroveClient::close);
        members.close();
    }

    @Test
    void oneHoldsTheLockAtATimeInTheOrderOfAskingWithGrowingTokens() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        List<Long> tokens = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> turns = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            GroveClient client = clients.get(i % 3);
            turns.add(new DistributedLock(client, "/lock").acquireAsync().thenCompose(held -> {
                assertThat(holders.incrementAndGet()).isEqualTo(1);
                assertThat(held.isCertain()).isTrue();
                tokens.add(held.fencingToken());
                assertThat(holders.decrementAndGet()).isZero();
                return held.release();
            }));
        }

        for (CompletableFuture<Void> turn : turns) {
            assertThat(turn).succeedsWithin(SOON);
        }
        assertThat(tokens).hasSize(30).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aLockPassesOnWhenItsHolderDies() throws Exception {
        Held first = new DistributedLock(one, "/lock").acquire(SOON);
        CompletableFuture<Held> second = new DistributedLock(two, "/lock").acquireAsync();
        assertThat(second).isNotDone();

        ensemble.expire(one.session().orElseThrow().id());

        assertThat(second).succeedsWithin(SOON);
        assertThat(first.lost()).succeedsWithin(SOON);
        assertThat(first.isCertain()).isFalse();
        assertThat(second.join().fencingToken()).isGreaterThan(first.fencingToken());
    }

    @Test
    void waitersThatGiveUpDoNotStandInTheWay() throws Exception {
        Held first = new DistributedLock(one, "/lock").acquire(SOON);
        assertThatThrownBy(() -> new DistributedLock(two, "/lock").acquire(Duration.ofMillis(200)))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REQUEST_TIMEOUT));
        CompletableFuture<Held> third = new DistributedLock(three, "/lock").acquireAsync();

        first.close();

        assertThat(third).succeedsWithin(SOON);
        third.join().release().get(20, TimeUnit.SECONDS);
        assertThat(one.blocking().children("/lock")).isEmpty();
    }

    @Test
    void theHoldersZnodeGuardsItsCommits() throws Exception {
        Held held = new DistributedLock(one, "/lock").acquire(SOON);
        one.blocking().commit(List.of(Operation.check(held.znode())));
        String znode = held.znode();
        held.release().get(20, TimeUnit.SECONDS);

        assertThatThrownBy(() -> one.blocking().commit(List.of(Operation.check(znode))))
                .isInstanceOf(GroveException.class);
    }

    @Test
    void aLockWhoseZnodeWasDeletedByOthersIsNotGiven() throws Exception {
        Held first = new DistributedLock(one, "/lock").acquire(SOON);
        CompletableFuture<Held> second = new DistributedLock(two, "/lock").acquireAsync();
        await().until(() -> three.blocking().children("/lock").size() == 2);
        String waiting = three.blocking().children("/lock").get(1);

        three.blocking().delete("/lock/" + waiting, io.grove.client.DeleteOptions.any());
        first.close();

        assertThat(second).failsWithin(SOON);
    }

    @Test
    void theNextCandidateLeadsWhenTheLeaderResigns() throws Exception {
        LeaderElection first = new LeaderElection(one, "/election", "one".getBytes(UTF_8));
        LeaderElection second = new LeaderElection(two, "/election", "two".getBytes(UTF_8));
        Leadership leading = first.campaign().get(20, TimeUnit.SECONDS);
        CompletableFuture<Leadership> waiting = second.campaign();
        assertThat(second.leader().get(20, TimeUnit.SECONDS)).hasValue("one".getBytes(UTF_8));
        assertThat(waiting).isNotDone();

        leading.resign().get(20, TimeUnit.SECONDS);

        assertThat(waiting).succeedsWithin(SOON);
        assertThat(waiting.join().fencingToken()).isGreaterThan(leading.fencingToken());
        assertThat(first.leader().get(20, TimeUnit.SECONDS)).hasValue("two".getBytes(UTF_8));
        assertThat(leading.lost()).isDone();
    }

    @Test
    void membersComeAndGo() throws Exception {
        GroupMembership group = new GroupMembership(one, "/group");
        List<List<String>> seen = new CopyOnWriteArrayList<>();
        group.watch(seen::add).get(20, TimeUnit.SECONDS);
        group.join("a", new byte[0]).get(20, TimeUnit.SECONDS);
        new GroupMembership(two, "/group").join("b", new byte[0]).get(20, TimeUnit.SECONDS);
        await().until(() -> !seen.isEmpty() && last(seen).equals(List.of("a", "b")));

        ensemble.expire(two.session().orElseThrow().id());
        await().until(() -> last(seen).equals(List.of("a")));
        group.leave("a").get(20, TimeUnit.SECONDS);
        group.leave("a").get(20, TimeUnit.SECONDS);

        await().until(() -> last(seen).isEmpty());
    }

    @Test
    void aNameCanBeTakenOnce() throws Exception {
        new GroupMembership(one, "/group").join("a", new byte[0]).get(20, TimeUnit.SECONDS);

        assertThat(new GroupMembership(two, "/group").join("a", new byte[0])).failsWithin(SOON);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
