package io.grove.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.Grove;
import io.grove.client.GroveException.Reason;
import io.grove.client.fake.FakeEnsemble;
import io.grove.client.fake.FakeGrpcMembers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads without a session, over real gRPC. */
@Timeout(60)
class UnaryReaderTest {
    private final FakeEnsemble ensemble = new FakeEnsemble();
    private final FakeGrpcMembers members = new FakeGrpcMembers(ensemble, 3);
    private final GroveReader reader =
            Grove.reader(ClientConfig.of(members.addresses()).withRequestTimeout(Duration.ofSeconds(5)));

    @BeforeEach
    void fill() throws Exception {
        try (GroveClient client = Grove.connect(ClientConfig.of(members.addresses()))) {
            client.blocking().create("/a", "v1".getBytes(UTF_8), CreateOptions.persistent());
            client.blocking().create("/a/b", null, CreateOptions.persistent());
        }
    }

    @AfterEach
    void end() {
        reader.close();
        members.close();
    }

    @Test
    void everyReadWithoutASession() throws Exception {
        BlockingReader grove = reader.blocking();

        assertThat(grove.get("/a").data()).asString(UTF_8).isEqualTo("v1");
        assertThat(grove.get("/a", ReadOptions.stale()).stat().numChildren()).isEqualTo(1);
        assertThat(grove.exists("/none")).isFalse();
        assertThat(grove.children("/a")).containsExactly("b");
        assertThat(grove.sync()).isEqualTo(ensemble.zxid()).isEqualTo(reader.lastZxidSeen());
        assertThat(ensemble.sessionIds()).isEmpty();
    }

    @Test
    void goesOnToAMemberThatAnswers() throws Exception {
        members.stop(0);
        members.stop(2);

        for (int i = 0; i < 5; i++) {
            assertThat(reader.blocking().exists("/a")).isTrue();
        }
    }

    @Test
    void failuresSayWhatAndWhere() {
        assertThatThrownBy(() -> reader.blocking().get("/none")).isInstanceOfSatisfying(GroveException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.NO_NODE);
            assertThat(e.path()).hasValue("/none");
        });
        assertThatThrownBy(() -> reader.blocking().get("relative"))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_ARGUMENTS));
        assertThatThrownBy(
                        () -> reader.blocking().get("/a", ReadOptions.session().withWatch(event -> {})))
                .hasMessageContaining("a watch needs a session");
    }

    @Test
    void withoutAnyMemberTheRequestTimeoutHolds() {
        members.close();
        GroveReader lonely =
                Grove.reader(ClientConfig.of(members.addresses()).withRequestTimeout(Duration.ofMillis(300)));

        assertThatThrownBy(() -> lonely.blocking().get("/a"))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REQUEST_TIMEOUT));
        lonely.close();
    }

    @Test
    void closingFailsWhatIsPending() {
        members.close();
        CompletableFuture<Znode> pending = reader.get("/a", ReadOptions.session());

        reader.close();

        for (CompletableFuture<?> read : new CompletableFuture<?>[] {pending, reader.sync()}) {
            assertThat(read)
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
        }
    }
}
