package io.grove.server.watch;

import io.grove.command.Change;
import io.grove.tree.Acl;
import io.grove.tree.ZnodePath;
import java.util.List;

/**
 * Something that watches wait for: each change is one at its znode, and, unless it only sets data, then one at the
 * parent.
 *
 * @param type what happened
 * @param path to which znode
 * @param acl the list that decides who may be told (specification C8)
 */
record Occurrence(WatchEventType type, ZnodePath path, Acl acl) {

    /** What a change is, in the order in which it is told. */
    static List<Occurrence> of(Change change) {
        ZnodePath path = change.path();
        Occurrence own = new Occurrence(typeOf(change), path, change.acl());
        return change instanceof Change.OfChildren child
                ? List.of(own, new Occurrence(WatchEventType.NODE_CHILDREN_CHANGED, path.parent(), child.parentAcl()))
                : List.of(own);
    }

    private static WatchEventType typeOf(Change change) {
        if (change instanceof Change.NodeCreated) {
            return WatchEventType.NODE_CREATED;
        }
        return change instanceof Change.NodeDeleted ? WatchEventType.NODE_DELETED : WatchEventType.NODE_DATA_CHANGED;
    }
}
