package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ListEphemeralsRequest;
import io.grove.api.v1.ListSessionsRequest;
import io.grove.api.v1.Open;
import io.grove.api.v1.Permission;
import io.grove.api.v1.Request;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.SessionDescription;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import org.junit.jupiter.api.Test;

/** Sessions, which are the same for the clients of every door. Specification B1, B3, B4, B9, B16, B17. */
interface SessionTck extends Rules {
    private static Open.Builder wish(int seconds) {
        return Open.newBuilder().setTimeout(Duration.newBuilder().setSeconds(seconds));
    }

    private static ErrorReason refusalOf(Runnable call) {
        Refused refused = catchThrowableOfType(Refused.class, call::run);
        assertThat(refused).isNotNull();
        return refused.reason();
    }

    private SessionDescription described(Door client) {
        return administrator().list(0).stream()
                .filter(session -> session.getSessionId() == client.session().getSessionId())
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void aTimeoutIsKeptWithinTheLimits() {
        assertThat(another(wish(7)).timeout().getSeconds()).isEqualTo(7);
        assertThat(another(wish(1_000_000)).timeout().getSeconds()).isEqualTo(60);
        Duration shortest = another(
                        Open.newBuilder().setTimeout(Duration.newBuilder().setNanos(1_000_000)))
                .timeout();
        assertThat(shortest)
                .isEqualTo(Duration.newBuilder().setNanos(500_000_000).build());
    }

    @Test
    default void everySessionHasItsIdAndASecretThatIsHardToGuess() {
        SessionCredential one = another().session();
        SessionCredential other = another().session();

        assertThat(other.getSessionId()).isGreaterThan(one.getSessionId()).isPositive();
        assertThat(one.getSecret().size()).isEqualTo(32);
        assertThat(other.getSecret()).isNotEqualTo(one.getSecret());
    }

    @Test
    default void malformedWishesAreRefused() {
        Open.Builder manyLabels = wish(5);
        for (int label = 0; label < 17; label++) {
            manyLabels.putLabels("label " + label, "value");
        }
        for (Open.Builder wish : new Open.Builder[] {
            Open.newBuilder(),
            Open.newBuilder().setTimeout(Duration.newBuilder().setSeconds(-1)),
            wish(5).setClientName("n".repeat(201)),
            wish(5).putLabels("k".repeat(201), "value"),
            wish(5).putLabels("key", "v".repeat(201)),
            manyLabels
        }) {
            assertThat(refusalOf(() -> another(wish)))
                    .as("%s", wish)
                    .isIn(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, ErrorReason.ERROR_REASON_TOO_LARGE);
        }
    }

    @Test
    default void sessionsAreListedForAdministrators() {
        Door other = another(wish(9).setClientName("a name").putLabels("team", "blue"));
        other.ask(Asks.znode(at("e"), CreateMode.CREATE_MODE_EPHEMERAL, ""));
        SessionDescription described = described(other);

        assertThat(described.getClientName()).isEqualTo("a name");
        assertThat(described.getLabelsMap()).containsOnly(java.util.Map.entry("team", "blue"));
        assertThat(described.getTimeout().getSeconds()).isEqualTo(9);
        assertThat(described.getEphemerals()).isEqualTo(1);
        assertThat(described.getAttachEpoch()).isEqualTo(1);
        assertThat(administrator().list(1))
                .extracting(SessionDescription::getSessionId)
                .isSorted()
                .contains(other.session().getSessionId(), door().session().getSessionId());
        assertThat(refusalOf(() ->
                        administrator().page(ListSessionsRequest.newBuilder().setPageSize(-1))))
                .isEqualTo(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
    }

    @Test
    default void aKilledSessionIsGoneWithItsEphemerals() {
        Door other = another();
        other.ask(Asks.znode(at("e"), CreateMode.CREATE_MODE_EPHEMERAL, ""));
        Watching watching = door().watch(Asks.watch(at("e"), WatchMode.WATCH_MODE_PERSISTENT));
        long killed = administrator().kill(other.session().getSessionId());

        assertThat(watching.upTo(killed)).extracting(WatchEvent::getZxid).containsExactly(killed);
        assertThat(door().ask(Asks.exists(at("e"))).getExists().hasStat()).isFalse();
        assertRefused(
                ErrorReason.ERROR_REASON_SESSION_EXPIRED,
                other,
                Asks.znode(at("e"), CreateMode.CREATE_MODE_EPHEMERAL, ""));
        assertThat(refusalOf(() -> administrator().kill(other.session().getSessionId())))
                .isEqualTo(ErrorReason.ERROR_REASON_SESSION_EXPIRED);
        assertThat(refusalOf(() -> administrator().kill(0))).isEqualTo(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
    }

    @Test
    default void whoMayNotAdministerIsRefused() {
        Door root = another();
        root.login("root", "secret");
        root.ask(Asks.setAcl("/zookeeper", Asks.acl(Asks.entry("world", "anyone", Permission.PERMISSION_READ))));
        try {
            long victim = another().session().getSessionId();
            assertThat(refusalOf(() -> administrator().list(0))).isEqualTo(ErrorReason.ERROR_REASON_NO_AUTH);
            assertThat(refusalOf(() -> administrator().kill(victim))).isEqualTo(ErrorReason.ERROR_REASON_NO_AUTH);
            assertRefused(
                    ErrorReason.ERROR_REASON_NO_AUTH,
                    Request.newBuilder()
                            .setListEphemerals(
                                    ListEphemeralsRequest.newBuilder().setSessionId(victim)));
        } finally {
            root.ask(Asks.setAcl("/zookeeper", Asks.acl(Asks.everything("world", "anyone"))));
        }
    }

    @Test
    default void ephemeralsOfOthersAreListedForAdministrators() {
        Door other = another();
        other.ask(Asks.znode(at("e"), CreateMode.CREATE_MODE_EPHEMERAL, ""));

        assertThat(door().ask(Request.newBuilder()
                                .setListEphemerals(ListEphemeralsRequest.newBuilder()
                                        .setSessionId(other.session().getSessionId())))
                        .getListEphemerals()
                        .getPathsList())
                .containsExactly(at("e"));
    }

    @Test
    default void onlyTheSecretEndsASession() {
        SessionCredential session = another().session();
        ByteString wrong = ByteString.copyFrom(new byte[32]);

        assertThat(refusalOf(() -> administrator()
                        .close(session.toBuilder().setSecret(wrong).build())))
                .isEqualTo(ErrorReason.ERROR_REASON_WRONG_SECRET);
        administrator().close(session);
        assertThat(refusalOf(() -> administrator().close(session))).isEqualTo(ErrorReason.ERROR_REASON_SESSION_EXPIRED);
    }
}
