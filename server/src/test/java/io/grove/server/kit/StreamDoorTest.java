package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.AllWatches;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.Item;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.Open;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import io.grove.api.v1.WatchesOfPath;
import io.grpc.Channel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kit at the session stream, and what only a stream has. */
final class StreamDoorTest extends DoorKit {
    @Override
    Door open(Channel channel, Open wish) {
        return new StreamDoor(channel, wish);
    }

    private List<WatchEvent> eventsSoFar() {
        return ((StreamDoor) door())
                .items().stream().filter(Item::hasEvent).map(Item::getEvent).toList();
    }

    private void addWatch(long id, String path, WatchMode mode) {
        AddWatchRequest.Builder watch = Asks.watch(path, mode).setWatchId(id);
        door().ask(Request.newBuilder().setAddWatch(watch));
    }

    private List<Long> removed(RemoveWatchRequest.Builder which) {
        return door().ask(Request.newBuilder().setRemoveWatch(which))
                .getRemoveWatch()
                .getWatchIdsList();
    }

    @Test
    void aRefusedCommitSaysWhatBecameOfEachOperation() {
        Refused refused = refusal(
                door(),
                Asks.commit(
                        CommitOperation.newBuilder().setCreate(Asks.creation(at("a"), "")),
                        CommitOperation.newBuilder()
                                .setCheck(
                                        CheckRequest.newBuilder().setPath(top()).setExpectedVersion(9)),
                        CommitOperation.newBuilder()
                                .setDelete(DeleteRequest.newBuilder().setPath(at("none"))),
                        CommitOperation.newBuilder().setCreate(Asks.creation(at("b"), ""))));

        assertThat(refused.error().getOperationReasonsList())
                .containsExactly(
                        ErrorReason.ERROR_REASON_UNSPECIFIED,
                        ErrorReason.ERROR_REASON_BAD_VERSION,
                        ErrorReason.ERROR_REASON_RUNTIME_INCONSISTENCY,
                        ErrorReason.ERROR_REASON_RUNTIME_INCONSISTENCY);
    }

    @Test
    void readsLeaveWatchesThatTellOnce() {
        door().ask(Asks.znode(at("n"), ""));
        door().ask(Request.newBuilder()
                .setGet(GetRequest.newBuilder().setPath(at("n")).setWatchId(101)));
        door().ask(Request.newBuilder()
                .setListChildren(
                        ListChildrenRequest.newBuilder().setPath(at("n")).setWatchId(102)));
        door().ask(Request.newBuilder()
                .setExists(ExistsRequest.newBuilder().setPath(at("n/c")).setWatchId(103)));
        door().ask(Asks.set(at("n"), "1"));
        door().ask(Asks.set(at("n"), "2"));
        door().ask(Asks.znode(at("n/c"), ""));
        door().ask(Asks.delete(at("n/c")));

        assertThat(eventsSoFar())
                .extracting(event -> event.getWatchIdsList() + " " + event.getType())
                .containsExactly(
                        "[101] EVENT_TYPE_NODE_DATA_CHANGED",
                        "[103] EVENT_TYPE_NODE_CREATED",
                        "[102] EVENT_TYPE_NODE_CHILDREN_CHANGED");
    }

    @Test
    void aReadThatFailsLeavesNoWatch() {
        assertRefused(
                ErrorReason.ERROR_REASON_NO_NODE,
                Request.newBuilder()
                        .setGet(GetRequest.newBuilder().setPath(at("n")).setWatchId(101)));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_NODE,
                Request.newBuilder()
                        .setListChildren(ListChildrenRequest.newBuilder()
                                .setPath(at("n"))
                                .setWatchId(102)));
        door().ask(Asks.znode(at("n"), ""));
        door().ask(Asks.set(at("n"), ""));

        assertThat(eventsSoFar()).isEmpty();
        assertRefused(
                ErrorReason.ERROR_REASON_NO_WATCH,
                Request.newBuilder()
                        .setRemoveWatch(RemoveWatchRequest.newBuilder().setWatchId(101)));
    }

    @Test
    void theWritersEventComesBeforeItsAnswer() {
        addWatch(101, top(), WatchMode.WATCH_MODE_PERSISTENT);
        door().ask(Asks.set(top(), "1"));
        List<Item> items = ((StreamDoor) door()).items();

        assertThat(items.get(items.size() - 2).hasEvent()).isTrue();
        assertThat(items.get(items.size() - 1).getResponse().hasSet()).isTrue();
        assertThat(items.get(items.size() - 2).getEvent().getZxid())
                .isEqualTo(items.get(items.size() - 1).getResponse().getWriteZxid());
    }

    @Test
    void oneEventTellsAllWatchesOfAStream() {
        addWatch(102, top(), WatchMode.WATCH_MODE_ONE_SHOT_DATA);
        addWatch(101, top(), WatchMode.WATCH_MODE_PERSISTENT);
        addWatch(103, "/", WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE);
        door().ask(Asks.set(top(), "1"));

        assertThat(eventsSoFar()).hasSize(1);
        assertThat(eventsSoFar().get(0).getWatchIdsList()).containsExactlyInAnyOrder(101L, 102L, 103L);
    }

    @Test
    void watchesAreTakenBackById() {
        addWatch(101, top(), WatchMode.WATCH_MODE_PERSISTENT);
        addWatch(102, top(), WatchMode.WATCH_MODE_PERSISTENT);

        assertThat(removed(RemoveWatchRequest.newBuilder().setWatchId(101))).containsExactly(101L);
        door().ask(Asks.set(top(), "1"));
        assertThat(eventsSoFar())
                .extracting(WatchEvent::getWatchIdsList)
                .as("the other stays")
                .containsExactly(List.of(102L));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_WATCH,
                Request.newBuilder()
                        .setRemoveWatch(RemoveWatchRequest.newBuilder().setWatchId(101)));
    }

    @Test
    void watchesAreTakenBackByPathAndModeOrAllTogether() {
        addWatch(101, top(), WatchMode.WATCH_MODE_PERSISTENT);
        addWatch(102, top(), WatchMode.WATCH_MODE_ONE_SHOT_DATA);
        addWatch(103, top(), WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE);
        addWatch(104, at("other"), WatchMode.WATCH_MODE_PERSISTENT);
        WatchesOfPath.Builder ofTop = WatchesOfPath.newBuilder().setPath(top());
        RemoveWatchRequest.Builder oneMode =
                RemoveWatchRequest.newBuilder().setOfPath(ofTop.clone().setMode(WatchMode.WATCH_MODE_ONE_SHOT_DATA));

        assertThat(removed(oneMode)).containsExactly(102L);
        assertRefused(ErrorReason.ERROR_REASON_NO_WATCH, Request.newBuilder().setRemoveWatch(oneMode));
        assertThat(removed(RemoveWatchRequest.newBuilder().setOfPath(ofTop))).containsExactly(101L, 103L);
        assertThat(removed(RemoveWatchRequest.newBuilder().setAll(AllWatches.getDefaultInstance())))
                .containsExactly(104L);
        assertThat(removed(RemoveWatchRequest.newBuilder().setAll(AllWatches.getDefaultInstance())))
                .isEmpty();
    }
}
