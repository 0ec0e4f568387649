package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grove.api.v1.Acl;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.EventType;
import io.grove.api.v1.Request;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchFilter;
import io.grove.api.v1.WatchMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Being told of changes. Specification C.2 and C.3. */
interface WatchTck extends Rules {
    private static List<String> text(List<WatchEvent> events) {
        return events.stream()
                .map(event -> event.getType().name().replace("EVENT_TYPE_NODE_", "") + " " + event.getPath())
                .toList();
    }

    /** Creates, sets, deletes {@code n} and a child of it; returns the zxid of the last. */
    private long life() {
        door().ask(Asks.znode(at("n"), ""));
        door().ask(Asks.set(at("n"), "1"));
        door().ask(Asks.znode(at("n/c"), ""));
        door().ask(Asks.set(at("n/c"), "1"));
        door().ask(Asks.delete(at("n/c")));
        return door().ask(Asks.delete(at("n"))).getWriteZxid();
    }

    @Test
    default void aPersistentWatchTellsOfTheZnodeAndItsChildren() {
        Watching watching = door().watch(Asks.watch(at("n"), WatchMode.WATCH_MODE_PERSISTENT));

        assertThat(text(watching.upTo(life())))
                .containsExactly(
                        "CREATED " + at("n"),
                        "DATA_CHANGED " + at("n"),
                        "CHILDREN_CHANGED " + at("n"),
                        "CHILDREN_CHANGED " + at("n"),
                        "DELETED " + at("n"));
    }

    @Test
    default void aRecursiveWatchTellsOfAllBelow() {
        Watching watching = door().watch(Asks.watch(top(), WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE));

        assertThat(text(watching.upTo(life())))
                .containsExactly(
                        "CREATED " + at("n"),
                        "DATA_CHANGED " + at("n"),
                        "CREATED " + at("n/c"),
                        "DATA_CHANGED " + at("n/c"),
                        "DELETED " + at("n/c"),
                        "DELETED " + at("n"));
    }

    @Test
    default void oneShotWatchesTellOnce() {
        Watching exists = door().watch(Asks.watch(at("n"), WatchMode.WATCH_MODE_ONE_SHOT_EXISTS));
        Watching children = door().watch(Asks.watch(top(), WatchMode.WATCH_MODE_ONE_SHOT_CHILDREN));
        Watching data = door().watch(Asks.watch(top(), WatchMode.WATCH_MODE_ONE_SHOT_DATA));
        long last = life();

        assertThat(text(exists.upTo(last))).containsExactly("CREATED " + at("n"));
        assertThat(text(children.upTo(last))).containsExactly("CHILDREN_CHANGED " + top());
        long set = door().ask(Asks.set(top(), "x")).getWriteZxid();
        assertThat(text(data.upTo(set))).containsExactly("DATA_CHANGED " + top());
    }

    @Test
    default void eventsOfACommitHaveOneZxidAndItsOrder() {
        Watching watching = door().watch(Asks.watch(top(), WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE));
        long zxid = door().ask(Asks.commit(
                        CommitOperation.newBuilder().setCreate(Asks.creation(at("n"), "")),
                        CommitOperation.newBuilder().setSet(Asks.setting(at("n"), "1")),
                        CommitOperation.newBuilder()
                                .setDelete(DeleteRequest.newBuilder().setPath(at("n")))))
                .getWriteZxid();
        List<WatchEvent> events = watching.upTo(zxid);

        assertThat(text(events)).containsExactly("CREATED " + at("n"), "DATA_CHANGED " + at("n"), "DELETED " + at("n"));
        assertThat(events).extracting(WatchEvent::getZxid).containsOnly(zxid);
    }

    @Test
    default void aWatchGoesOnFromAZxid() {
        long before = door().ask(Asks.znode(at("a"), "")).getWriteZxid();
        long last = life();
        Watching watching = door().watch(Asks.watch(top(), WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE)
                .setFromZxid(before));

        assertThat(text(watching.upTo(last))).hasSize(6).startsWith("CREATED " + at("n"));
    }

    @Test
    default void aWatchIsFilteredByTypeAndDepth() {
        AddWatchRequest.Builder recursive = Asks.watch(top(), WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE);
        Watching deletions = door().watch(recursive
                .clone()
                .setFilter(WatchFilter.newBuilder().addTypes(EventType.EVENT_TYPE_NODE_DELETED)));
        Watching shallow = door().watch(
                        recursive.clone().setFilter(WatchFilter.newBuilder().setDepth(1)));
        long last = life();

        assertThat(text(deletions.upTo(last))).containsExactly("DELETED " + at("n/c"), "DELETED " + at("n"));
        assertThat(text(shallow.upTo(last)))
                .containsExactly("CREATED " + at("n"), "DATA_CHANGED " + at("n"), "DELETED " + at("n"));
    }

    @Test
    default void anEventCarriesTheZnode() {
        Watching watching = door().watch(Asks.watch(top(), WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE)
                .setFilter(WatchFilter.newBuilder().setWithData(true)));
        door().ask(Asks.znode(at("n"), "one"));
        long set = door().ask(Asks.set(at("n"), "two")).getWriteZxid();
        List<WatchEvent> events = watching.upTo(set);

        assertThat(events.get(0).getNode().getData()).isEqualTo(ByteString.copyFromUtf8("one"));
        assertThat(events.get(1).getNode().getData()).isEqualTo(ByteString.copyFromUtf8("two"));
        assertThat(events.get(1).getNode().getStat()).isEqualTo(stat(at("n")));
    }

    @Test
    default void onlyWhoMayReadIsToldNowAndLater() {
        Door eve = another();
        door().login("ann", "secret");
        long before = door().ask(Asks.znode(at("a"), "")).getWriteZxid();
        AddWatchRequest.Builder watch = Asks.watch(top(), WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE)
                .setFilter(WatchFilter.newBuilder().setWithData(true));
        Watching now = eve.watch(watch.clone());
        Acl annOnly = Asks.acl(Asks.everything("digest", "ann:" + Asks.digest("ann:secret")));
        door().ask(Request.newBuilder().setCreate(Asks.creation(at("n"), "").setAcl(annOnly)));
        door().ask(Asks.set(at("n"), "secret"));
        door().ask(Asks.setAcl(at("n"), Asks.acl(Asks.everything("world", "anyone"))));
        long last = door().ask(Asks.set(at("n"), "open")).getWriteZxid();
        Watching later = eve.watch(watch.clone().setFromZxid(before));
        Watching anns = door().watch(watch.clone().setFromZxid(before));

        assertThat(text(now.upTo(last))).containsExactly("DATA_CHANGED " + at("n"));
        assertThat(later.upTo(last)).isEqualTo(now.upTo(last));
        assertThat(text(anns.upTo(last)))
                .containsExactly("CREATED " + at("n"), "DATA_CHANGED " + at("n"), "DATA_CHANGED " + at("n"));
    }

    @Test
    default void aWatchThatBeganTooLongAgoIsToldSo() {
        long before = door().ask(Asks.set(top(), "long ago")).getWriteZxid();
        long last = door().ask(manyChanges()).getWriteZxid();
        AddWatchRequest.Builder watch = Asks.watch(top(), WatchMode.WATCH_MODE_PERSISTENT);
        Watching watching = door().watch(watch.clone().setFromZxid(before - 1));
        Watching late = door().watch(watch.clone().setFromZxid(last));
        long set = door().ask(Asks.set(top(), "now")).getWriteZxid();

        assertThat(text(watching.upTo(set))).containsExactly("EVENT_TYPE_RESYNC " + top(), "DATA_CHANGED " + top());
        assertThat(watching.upTo(set).get(0).getZxid()).isEqualTo(last);
        assertThat(text(late.upTo(set))).containsExactly("DATA_CHANGED " + top());
    }
}
