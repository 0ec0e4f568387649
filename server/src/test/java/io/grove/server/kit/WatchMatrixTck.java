package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.DeleteTreeRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.Request;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Which watch is told of what, cell by cell. Specification C.2. The znode is {@code p/n}; in what is expected stand
 * places below the top, {@code +} for created, {@code -} for deleted, {@code =} for data set, {@code *} for children
 * changed.
 */
interface WatchMatrixTck extends Rules {
    private static String text(WatchEvent event, String top) {
        String place = event.getPath().substring(top.length() + 1);
        return switch (event.getType()) {
            case EVENT_TYPE_NODE_CREATED -> "+" + place;
            case EVENT_TYPE_NODE_DELETED -> "-" + place;
            case EVENT_TYPE_NODE_DATA_CHANGED -> "=" + place;
            case EVENT_TYPE_NODE_CHILDREN_CHANGED -> "*" + place;
            case EVENT_TYPE_UNSPECIFIED, EVENT_TYPE_RESYNC, UNRECOGNIZED -> throw new AssertionError(event);
        };
    }

    /** Watches of every kind, by name. */
    private Map<String, Watching> watches() {
        Map<String, Watching> watches = new LinkedHashMap<>();
        watches.put("data n", watch("p/n", WatchMode.WATCH_MODE_ONE_SHOT_DATA));
        watches.put("exists n", watch("p/n", WatchMode.WATCH_MODE_ONE_SHOT_EXISTS));
        watches.put("children n", watch("p/n", WatchMode.WATCH_MODE_ONE_SHOT_CHILDREN));
        watches.put("children p", watch("p", WatchMode.WATCH_MODE_ONE_SHOT_CHILDREN));
        watches.put("persistent n", watch("p/n", WatchMode.WATCH_MODE_PERSISTENT));
        watches.put("persistent p", watch("p", WatchMode.WATCH_MODE_PERSISTENT));
        watches.put("recursive n", watch("p/n", WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE));
        watches.put("recursive p", watch("p", WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE));
        return watches;
    }

    private Watching watch(String place, WatchMode mode) {
        return door().watch(Asks.watch(at(place), mode));
    }

    private void znodes(String... places) {
        for (String place : places) {
            door().ask(Asks.znode(at(place), ""));
        }
    }

    /** All watches together were told of exactly this; what is not named was told nothing. */
    private void assertTold(Map<String, Watching> watches, Map<String, String> expected) {
        long now = door().ask(Asks.set("/zookeeper", "now")).getWriteZxid();
        Map<String, String> told = new LinkedHashMap<>();
        watches.forEach((name, watching) -> {
            List<String> events =
                    watching.upTo(now).stream().map(event -> text(event, top())).toList();
            if (!events.isEmpty()) {
                told.put(name, String.join(" ", events));
            }
        });
        assertThat(told).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    default void aCreation() {
        znodes("p");
        Map<String, Watching> watches = watches();
        znodes("p/n");

        assertTold(
                watches,
                Map.of(
                        "exists n", "+p/n",
                        "children p", "*p",
                        "persistent n", "+p/n",
                        "persistent p", "*p",
                        "recursive n", "+p/n",
                        "recursive p", "+p/n"));
    }

    @Test
    default void aSettingOfData() {
        znodes("p", "p/n");
        Map<String, Watching> watches = watches();
        door().ask(Asks.set(at("p/n"), ""));

        assertTold(
                watches,
                Map.of(
                        "data n", "=p/n",
                        "exists n", "=p/n",
                        "persistent n", "=p/n",
                        "recursive n", "=p/n",
                        "recursive p", "=p/n"));
    }

    @Test
    default void aSettingOfDataOfTheParent() {
        znodes("p", "p/n");
        Map<String, Watching> watches = watches();
        door().ask(Asks.set(at("p"), ""));

        assertTold(watches, Map.of("persistent p", "=p", "recursive p", "=p"));
    }

    @Test
    default void aDeletion() {
        znodes("p", "p/n");
        Map<String, Watching> watches = watches();
        door().ask(Asks.delete(at("p/n")));

        assertTold(
                watches,
                Map.of(
                        "data n", "-p/n",
                        "exists n", "-p/n",
                        "children n", "-p/n",
                        "children p", "*p",
                        "persistent n", "-p/n",
                        "persistent p", "*p",
                        "recursive n", "-p/n",
                        "recursive p", "-p/n"));
    }

    @Test
    default void childrenThatComeAndGo() {
        znodes("p", "p/n");
        Map<String, Watching> watches = watches();
        znodes("p/n/c");
        door().ask(Asks.delete(at("p/n/c")));

        assertTold(
                watches,
                Map.of(
                        "children n", "*p/n",
                        "persistent n", "*p/n *p/n",
                        "recursive n", "+p/n/c -p/n/c",
                        "recursive p", "+p/n/c -p/n/c"));
    }

    @Test
    default void grandchildrenAndSiblings() {
        znodes("p", "p/n", "p/n/c");
        Map<String, Watching> watches = watches();
        znodes("p/n/c/d", "p/s");

        assertTold(
                watches,
                Map.of(
                        "children p", "*p",
                        "persistent p", "*p",
                        "recursive n", "+p/n/c/d",
                        "recursive p", "+p/n/c/d +p/s"));
    }

    @Test
    default void whatChangesNothing() {
        znodes("p", "p/n");
        Map<String, Watching> watches = watches();
        CommitOperation.Builder check = CommitOperation.newBuilder()
                .setCheck(CheckRequest.newBuilder().setPath(at("p/n")).setExpectedVersion(7));
        door().ask(Asks.setAcl(at("p/n"), Asks.acl(Asks.everything("world", "anyone"))));
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_VERSION,
                Request.newBuilder().setSet(Asks.setting(at("p/n"), "").setExpectedVersion(7)));
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_VERSION,
                Asks.commit(CommitOperation.newBuilder().setSet(Asks.setting(at("p/n"), "")), check));
        door().ask(Asks.get(at("p/n")));
        door().ask(Asks.list(at("p/n")));

        assertTold(watches, Map.of());
    }

    @Test
    default void aDeletedTree() {
        znodes("p", "p/n", "p/n/c");
        Map<String, Watching> watches = watches();
        door().ask(Request.newBuilder()
                .setDeleteTree(DeleteTreeRequest.newBuilder().setPath(at("p/n"))));

        assertTold(
                watches,
                Map.of(
                        "data n", "-p/n",
                        "exists n", "-p/n",
                        "children n", "*p/n",
                        "children p", "*p",
                        "persistent n", "*p/n -p/n",
                        "persistent p", "*p",
                        "recursive n", "-p/n/c -p/n",
                        "recursive p", "-p/n/c -p/n"));
    }

    @Test
    default void aZnodeThatIsMadeAndUnmadeByOneCommit() {
        znodes("p");
        Map<String, Watching> watches = watches();
        door().ask(Asks.commit(
                CommitOperation.newBuilder().setCreate(Asks.creation(at("p/n"), "")),
                CommitOperation.newBuilder().setSet(Asks.setting(at("p/n"), "")),
                CommitOperation.newBuilder()
                        .setDelete(DeleteRequest.newBuilder().setPath(at("p/n")))));

        assertTold(
                watches,
                Map.of(
                        "data n", "=p/n",
                        "exists n", "+p/n",
                        "children n", "-p/n",
                        "children p", "*p",
                        "persistent n", "+p/n =p/n -p/n",
                        "persistent p", "*p *p",
                        "recursive n", "+p/n =p/n -p/n",
                        "recursive p", "+p/n =p/n -p/n"));
    }
}
