package io.grove.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grove.Grove;
import io.grove.client.GroveException.Reason;
import io.grove.client.OperationResult.Created;
import io.grove.client.fake.FakeEnsemble;
import io.grove.client.fake.FakeGrpcMembers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole client over real gRPC, in real time. */
@Timeout(60)
class GrpcClientTest {
    private final FakeEnsemble ensemble = new FakeEnsemble();
    private final FakeGrpcMembers members = new FakeGrpcMembers(ensemble, 3);
    private final GroveClient client = Grove.connect(ClientConfig.of(members.addresses()));
    private final BlockingGrove grove = client.blocking();

    @AfterEach
    void end() {
        client.close();
        members.close();
    }

    @Test
    void everyOperation() throws Exception {
        Created a = grove.create("/a", "v1".getBytes(UTF_8), CreateOptions.persistent());
        assertThat(a.path()).isEqualTo("/a");
        assertThat(a.stat().czxid()).isEqualTo(a.zxid());
        assertThat(grove.create("/a/s-", null, CreateOptions.ephemeralSequential())
                        .path())
                .isEqualTo("/a/s-0000000000");
        assertThat(grove.get("/a").data()).asString(UTF_8).isEqualTo("v1");
        assertThat(grove.get("/a/s-0000000000").data()).isNull();
        assertThat(grove.get("/a/s-0000000000").stat().ephemeralOwner())
                .isEqualTo(client.session().orElseThrow().id());
        assertThat(grove.set("/a", new byte[0], SetOptions.ifVersion(0)).stat().version())
                .isEqualTo(1);
        assertThat(grove.get("/a", ReadOptions.linearizable()).data()).isEmpty();
        assertThat(grove.children("/")).containsExactly("a");
        assertThat(grove.exists("/b")).isFalse();
        Committed committed = grove.commit(List.of(
                Operation.check("/a", 1),
                Operation.create("/b", null, CreateOptions.container()),
                Operation.set("/a", null, SetOptions.any()),
                Operation.delete("/b", DeleteOptions.ifVersion(0))));
        assertThat(committed.results()).hasSize(4);
        assertThat(((Created) committed.results().get(1)).stat().kind()).isEqualTo(NodeKind.CONTAINER);
        grove.delete("/a/s-0000000000", DeleteOptions.any());
        assertThat(grove.sync()).isEqualTo(client.lastZxidSeen()).isEqualTo(ensemble.zxid());
    }

    @Test
    void failuresSayWhatAndWhere() throws Exception {
        grove.create("/a", null, CreateOptions.persistent());

        assertThatThrownBy(() -> grove.create("/a", null, CreateOptions.persistent()))
                .isInstanceOfSatisfying(GroveException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.NODE_EXISTS);
                    assertThat(e.path()).hasValue("/a");
                    assertThat(e.zxid()).isEqualTo(ensemble.zxid());
                });
        assertThatThrownBy(() -> grove.commit(List.of(Operation.check("/a"), Operation.check("/a", 7))))
                .isInstanceOfSatisfying(GroveException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.BAD_VERSION);
                    assertThat(e.failedOperation()).hasValue(1);
                });
        assertThat(client.get("/missing", ReadOptions.session()))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(GroveException.class);
    }

    @Test
    void listsPageByPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            grove.create("/n" + i, null, CreateOptions.persistent());
        }

        Children first = grove.childrenPage("/", PageOptions.first(3));
        Children second = grove.childrenPage("/", PageOptions.first(3).after(first.nextPageToken()));

        assertThat(first.names()).containsExactly("n0", "n1", "n2");
        assertThat(second.names()).containsExactly("n3", "n4");
        assertThat(second.hasNextPage()).isFalse();
    }

    @Test
    void survivesTheLossOfMembersAndAppliesEachWriteOnce() throws Exception {
        List<SessionEvent> events = new ArrayList<>();
        client.connected().join();
        client.addSessionListener(events::add);
        grove.create("/n", null, CreateOptions.persistent());
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            writes.add(client.set("/n", Integer.toString(i).getBytes(UTF_8), SetOptions.any()));
            if (i == 700 || i == 1_400) {
                int port = client.session().orElseThrow().member().port();
                members.stop(List.of(members.addresses().split(",")).indexOf("127.0.0.1:" + port));
                await().until(() -> client.state() != SessionState.CONNECTED
                        || client.session().orElseThrow().member().port() != port);
            }
        }
        writes.forEach(CompletableFuture::join);

        assertThat(grove.get("/n").stat().version()).isEqualTo(2_000);
        assertThat(grove.get("/n").data()).asString(UTF_8).isEqualTo("1999");
        assertThat(events).contains(SessionEvent.RECONNECTED).doesNotContain(SessionEvent.EXPIRED);
    }

    @Test
    void theBlockingViewRefusesToWaitForItself() throws Exception {
        CompletableFuture<Boolean> inCallback = client.exists("/", ReadOptions.session())
                .thenApply(existence -> {
                    try {
                        return grove.exists("/");
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                });

        assertThat(inCallback)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("asynchronous client");
        assertThat(grove.exists("/")).isTrue();
    }

    @Test
    void closingInACallbackDoesNotWaitForItself() {
        CompletableFuture<Void> closed =
                client.exists("/", ReadOptions.session()).thenAccept(existence -> client.close());

        assertThat(closed).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(client.closeAsync()).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(ensemble.sessionIds()).isEmpty();
    }

    @Test
    void aMemberTellsItsStatus() {
        MemberAddress second = MemberAddress.parseList(members.addresses()).get(1);
        try (MemberClient member = Grove.member(second, Duration.ofSeconds(10))) {
            MemberStatus status = member.status().join();

            assertThat(status.id()).isEqualTo("m2");
            assertThat(status.raft().role()).isEqualTo(MemberRole.FOLLOWER);
            assertThat(status.raft().members()).containsKeys("m1", "m2", "m3");
            assertThat(status.usage().cpuTime()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void aMemberThatIsNotThereIsReportedAsSuch() {
        members.stop(0);
        MemberAddress first = MemberAddress.parseList(members.addresses()).get(0);
        try (MemberClient member = Grove.member(first, Duration.ofSeconds(10))) {
            assertThat(member.status())
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REQUEST_TIMEOUT));
        }
    }
}
