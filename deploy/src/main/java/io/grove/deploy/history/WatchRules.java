package io.grove.deploy.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** What the watches of each mode wait for, as ZooKeeper's users know it. */
final class WatchRules {
    private final NavigableMap<Long, Replay.Applied> applied;
    private final long certainZxid;

    WatchRules(NavigableMap<Long, Replay.Applied> applied, long certainZxid) {
        this.applied = applied;
        this.certainZxid = certainZxid;
    }

    /** An event that a watch waits for. */
    record Expected(long zxid, String type, String path) {}

    /** Whether it is known what happened there. */
    boolean isCertain(long zxid) {
        return zxid <= certainZxid;
    }

    /** The events of a watch after a zxid, of the next zxid that has any; empty when there are none. */
    List<Expected> next(String mode, String path, long afterZxid) {
        for (Map.Entry<Long, Replay.Applied> entry :
                applied.tailMap(afterZxid, false).entrySet()) {
            List<Expected> events =
                    entry.getKey() > certainZxid ? List.of() : events(mode, path, entry.getKey(), entry.getValue());
            if (!events.isEmpty()) {
                return events;
            }
        }
        return List.of();
    }

    private static List<Expected> events(String mode, String path, long zxid, Replay.Applied applied) {
        List<Expected> events = new ArrayList<>();
        for (ReferenceTree.Change change : applied.changes()) {
            boolean isOwn = change.path().equals(path);
            boolean isBelow =
                    mode.equals("PERSISTENT_RECURSIVE") && change.path().startsWith(path + "/");
            if (isBelow || (isOwn && awaits(mode, change.type()))) {
                events.add(new Expected(zxid, change.type(), change.path()));
            }
            boolean isChild = ReferenceTree.parent(change.path()).equals(path)
                    && !change.type().equals("DATA_CHANGED");
            if (isChild && (mode.equals("PERSISTENT") || mode.equals("ONE_SHOT_CHILDREN"))) {
                events.add(new Expected(zxid, "CHILDREN_CHANGED", path));
            }
        }
        return events;
    }

    private static boolean awaits(String mode, String type) {
        return switch (mode) {
            case "ONE_SHOT_DATA" -> !type.equals("CREATED");
            case "ONE_SHOT_CHILDREN" -> type.equals("DELETED");
            default -> true;
        };
    }

    /** A changed znode as a zxid has left it. */
    Entry.@Nullable Node node(long zxid, String path) {
        Replay.Applied at = applied.get(zxid);
        return at == null ? null : at.nodes().get(path);
    }
}
