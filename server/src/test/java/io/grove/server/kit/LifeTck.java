package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateParents;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.NodeKind;
import io.grove.api.v1.Request;
import io.grove.api.v1.Stat;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import io.grove.server.testing.TestEnsemble;
import org.junit.jupiter.api.Test;

/** Znodes that the ensemble deletes by itself. Specification A4 to A6, J15. */
interface LifeTck extends Rules {
    private static Request.Builder withTtl(String path, CreateMode mode, long ttlMs) {
        return Request.newBuilder()
                .setCreate(Asks.creation(path, "").setMode(mode).setTtlMs(ttlMs));
    }

    private static Request.Builder withTtl(String path, long ttlMs) {
        return withTtl(path, CreateMode.CREATE_MODE_TTL, ttlMs);
    }

    private boolean isThere(String path) {
        return door().ask(Asks.exists(path)).getExists().hasStat();
    }

    private void awaitGone(String path) {
        await().atMost(TestEnsemble.LONG).until(() -> !isThere(path));
    }

    @Test
    default void aContainerGoesAfterItsLastChild() {
        Stat stat = door().ask(Asks.znode(at("used"), CreateMode.CREATE_MODE_CONTAINER, ""))
                .getCreate()
                .getStat();
        door().ask(Asks.znode(at("new"), CreateMode.CREATE_MODE_CONTAINER, ""));
        door().ask(Asks.znode(at("used/child"), ""));
        Watching watching = door().watch(Asks.watch(at("used"), WatchMode.WATCH_MODE_PERSISTENT));
        door().ask(Asks.delete(at("used/child")));
        awaitGone(at("used"));

        assertThat(stat.getKind()).isEqualTo(NodeKind.NODE_KIND_CONTAINER);
        assertThat(stat.getEphemeralOwner()).isZero();
        assertThat(stat(at("new")).getNumChildren())
                .as("one that never had a child")
                .isZero();
        long now = door().ask(Asks.set(top(), "now")).getWriteZxid();
        assertThat(watching.upTo(now))
                .extracting(WatchEvent::getType)
                .extracting(Enum::name)
                .containsExactly("EVENT_TYPE_NODE_CHILDREN_CHANGED", "EVENT_TYPE_NODE_DELETED");
    }

    @Test
    default void aTimeToLiveEndsWhenThereAreNoChildren() {
        // At once: otherwise the parent may be gone before its child comes.
        door().ask(Asks.commit(
                CommitOperation.newBuilder().setCreate(withTtl(at("parent"), 1).getCreate()),
                CommitOperation.newBuilder().setCreate(Asks.creation(at("parent/child"), ""))));
        door().ask(withTtl(at("leaf"), 1));
        door().ask(withTtl(at("long"), 0xFF_FFFF_FFFFL));
        awaitGone(at("leaf"));

        assertThat(isThere(at("parent"))).as("one with a child").isTrue();
        assertThat(isThere(at("long"))).isTrue();
        door().ask(Asks.delete(at("parent/child")));
        awaitGone(at("parent"));
    }

    @Test
    default void timesToLiveAreChecked() {
        for (long ttlMs : new long[] {0, -1, Long.MIN_VALUE, 0xFF_FFFF_FFFFL + 1, Long.MAX_VALUE}) {
            assertRefused(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, withTtl(at("a"), ttlMs));
        }
        for (CreateMode mode : new CreateMode[] {
            CreateMode.CREATE_MODE_PERSISTENT,
            CreateMode.CREATE_MODE_EPHEMERAL,
            CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL,
            CreateMode.CREATE_MODE_EPHEMERAL_SEQUENTIAL,
            CreateMode.CREATE_MODE_CONTAINER
        }) {
            assertRefused(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, withTtl(at("a"), mode, 1_000));
        }
    }

    @Test
    default void sequentialModesAppendTheNumber() {
        assertThat(door().ask(withTtl(at("t-"), CreateMode.CREATE_MODE_TTL_SEQUENTIAL, 60_000))
                        .getCreate()
                        .getPath())
                .isEqualTo(at("t-0000000000"));
        var ephemeral = door().ask(Asks.znode(at("e-"), CreateMode.CREATE_MODE_EPHEMERAL_SEQUENTIAL, ""))
                .getCreate();

        assertThat(ephemeral.getPath()).isEqualTo(at("e-0000000001"));
        assertThat(ephemeral.getStat().getEphemeralOwner())
                .isEqualTo(door().session().getSessionId());
        assertThat(stat(at("t-0000000000")).getTtlMs()).isEqualTo(60_000);
    }

    @Test
    default void parentsOfAnEphemeralStay() {
        Door other = another();
        other.ask(Request.newBuilder()
                .setCreate(Asks.creation(at("a/b/e"), "")
                        .setMode(CreateMode.CREATE_MODE_EPHEMERAL)
                        .setCreateParents(CreateParents.CREATE_PARENTS_PERSISTENT)));
        other.endSession();

        assertThat(isThere(at("a/b/e"))).isFalse();
        assertThat(stat(at("a/b")).getKind()).isEqualTo(NodeKind.NODE_KIND_PERSISTENT);
        assertRefused(
                ErrorReason.ERROR_REASON_NO_CHILDREN_FOR_EPHEMERALS,
                Request.newBuilder().setCreate(belowAnEphemeral()));
    }

    private CreateRequest.Builder belowAnEphemeral() {
        door().ask(Asks.znode(at("leaf"), CreateMode.CREATE_MODE_EPHEMERAL, ""));
        return Asks.creation(at("leaf/b/c"), "").setCreateParents(CreateParents.CREATE_PARENTS_PERSISTENT);
    }
}
