package io.grove.server.pipeline;

import io.grove.machine.MachineState;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.watch.WatchMode;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers reads from a root. Pure. */
final class ReadPath {
    /** Most names of one page. */
    static final int PAGE_NAMES_MAX = 10_000;
    /** A page ends before it gets larger than this, so that any message can carry it. */
    private static final int PAGE_CHARS_MAX = 512 * 1024;

    private ReadPath() {}

    static Reply read(MachineState root, Request.Read read) {
        Znode znode = root.tree().find(read.path());
        if (read instanceof Request.Exists) {
            return new Reply.Existence(znode == null ? null : znode.stat());
        }
        if (znode == null) {
            return noNode(read.path());
        }
        if (read instanceof Request.ListChildren list) {
            return page(znode, list);
        }
        return new Reply.Node(znode.data(), znode.stat());
    }

    /** The watch that a read leaves when it succeeds. */
    static WatchMode watchMode(Request.Read read) {
        if (read instanceof Request.Exists) {
            return WatchMode.ONE_SHOT_EXISTS;
        }
        return read instanceof Request.Get ? WatchMode.ONE_SHOT_DATA : WatchMode.ONE_SHOT_CHILDREN;
    }

    private static Reply page(Znode znode, Request.ListChildren list) {
        int namesMax = list.pageSize() == 0 ? PAGE_NAMES_MAX : Math.min(list.pageSize(), PAGE_NAMES_MAX);
        List<String> names = new ArrayList<>(Math.min(namesMax, znode.children().size()));
        long chars = 0;
        for (Map.Entry<String, Znode> child : znode.children().entriesAfter(list.afterName())) {
            String name = child.getKey();
            chars += name.length();
            if (names.size() >= namesMax || (chars > PAGE_CHARS_MAX && !names.isEmpty())) {
                return new Reply.Children(names, true, znode.stat());
            }
            names.add(name);
        }
        return new Reply.Children(names, false, znode.stat());
    }

    private static Reply.Refusal noNode(ZnodePath path) {
        return new Reply.Refusal(RefusalReason.NO_NODE, "there is no znode " + path, Map.of("path", path.value()), -1);
    }
}
