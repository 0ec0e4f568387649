package io.grove.server.session;

import io.grove.collection.PersistentSortedMap;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks a tree in the order parent, then children by name; from any path, also one that is gone meanwhile. */
final class PathWalk {
    private PathWalk() {}

    /** The path that follows, or the root when the walk is through. */
    static ZnodePath after(ZnodeTree tree, ZnodePath path) {
        Znode znode = tree.find(path);
        if (znode != null) {
            String firstChild = nameAfter(znode.children(), "");
            if (firstChild != null) {
                return path.child(firstChild);
            }
        }
        for (ZnodePath at = path; !at.isRoot(); ) {
            ZnodePath parent = at.parent();
            Znode parentZnode = tree.find(parent);
            if (parentZnode != null) {
                String sibling = nameAfter(parentZnode.children(), at.name());
                if (sibling != null) {
                    return parent.child(sibling);
                }
            }
            at = parent;
        }
        return ZnodePath.ROOT;
    }

    private static @Nullable String nameAfter(PersistentSortedMap<String, Znode> children, String name) {
        Iterator<Map.Entry<String, Znode>> entries = children.entriesAfter(name).iterator();
        return entries.hasNext() ? entries.next().getKey() : null;
    }
}
