package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.CreateMode;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ListEphemeralsRequest;
import io.grove.api.v1.NodeKind;
import io.grove.api.v1.Request;
import io.grove.api.v1.Stat;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Znodes that live as long as a session. Specification A2, B9, B-MATRIX. */
interface EphemeralTck extends Rules {
    private static Request.Builder ephemeral(String path) {
        return Asks.znode(path, CreateMode.CREATE_MODE_EPHEMERAL, "");
    }

    @Test
    default void anEphemeralNamesItsOwnerAndIsALeaf() {
        Stat stat = door().ask(ephemeral(at("e"))).getCreate().getStat();

        assertThat(stat.getKind()).isEqualTo(NodeKind.NODE_KIND_EPHEMERAL);
        assertThat(stat.getEphemeralOwner()).isEqualTo(door().session().getSessionId());
        assertRefused(ErrorReason.ERROR_REASON_NO_CHILDREN_FOR_EPHEMERALS, Asks.znode(at("e/child"), ""));
    }

    @Test
    default void ephemeralsGoWithTheirSessionAtOneZxid() {
        Door other = another();
        other.ask(ephemeral(at("e1")));
        other.ask(ephemeral(at("e2")));
        Watching watching = door().watch(Asks.watch(top(), WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE));
        other.endSession();
        long now = door().ask(Asks.set(top(), "after")).getWriteZxid();
        List<WatchEvent> events = watching.upTo(now);

        assertThat(events).extracting(WatchEvent::getPath).containsExactly(at("e1"), at("e2"), top());
        assertThat(events.get(0).getZxid()).isEqualTo(events.get(1).getZxid());
        assertThat(stat(top()).getPzxid()).isEqualTo(events.get(0).getZxid());
        assertThat(stat(top()).getCversion()).isEqualTo(4);
    }

    @Test
    default void ephemeralsOfASessionAreListed() {
        door().ask(ephemeral(at("b")));
        door().ask(ephemeral(at("a")));
        another().ask(ephemeral(at("c")));
        door().ask(Asks.znode(at("p"), ""));
        door().ask(ephemeral(at("p/e")));

        assertThat(ephemerals("")).containsExactly(at("a"), at("b"), at("p/e"));
        assertThat(ephemerals(at("p"))).containsExactly(at("p/e"));
    }

    private List<String> ephemerals(String path) {
        return door().ask(Request.newBuilder()
                        .setListEphemerals(ListEphemeralsRequest.newBuilder().setPath(path)))
                .getListEphemerals()
                .getPathsList();
    }

    @Test
    default void aSessionOwnsOnlySoManyEphemerals() {
        for (int i = 0; i < 50; i++) {
            door().ask(ephemeral(at("e" + i)));
        }

        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, ephemeral(at("e50")));
        door().ask(Asks.delete(at("e7")));
        door().ask(ephemeral(at("e50")));
        another().ask(ephemeral(at("e51")));
    }
}
