package io.grove.server.read;

import io.grove.server.session.Reply;
import io.grove.server.session.ReplyWeight;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;

/** Reads a znode and what is below it. What may not be read is left out, with all below it. */
final class ScanReader {
    private final Reading reading;
    private final Query.Scan query;
    private final Znode top;
    private final PageBudget budget;
    private final TreeWalk walk;
    private final List<Reply.ScannedNode> nodes = new ArrayList<>();

    private ScanReader(Reading reading, Query.Scan query, Znode top) {
        this.reading = reading;
        this.query = query;
        this.top = top;
        this.budget = reading.budget(query);
        this.walk = reading.state().tree().walk(query.path());
    }

    static Reply read(Reading reading, Query.Scan query) {
        return reading.ifReadable(query.path(), top -> new ScanReader(reading, query, top).read());
    }

    private Reply read() {
        PageToken token = query.page().token();
        if (token != null) {
            ZnodePath position = token.pathWithin(query.path());
            if (position == null) {
                return PageToken.foreign();
            }
            goOnBehind(position);
        }
        return page();
    }

    /** Below what may not be read, or deeper than was asked for, nothing is found, whatever the token says. */
    private void goOnBehind(ZnodePath position) {
        String[] names = position.names();
        ZnodePath place = query.path();
        Znode znode = top;
        for (int i = place.depth(); znode != null && i < names.length && isEntered(znode, place); i++) {
            place = place.child(names[i]);
            znode = znode.child(names[i]);
        }
        walk.skipTo(place);
        if (znode != null && !isEntered(znode, place)) {
            walk.skipDescendants();
        }
    }

    /** Whether what is below a znode is shown. */
    private boolean isEntered(Znode znode, ZnodePath path) {
        return path.depth() - query.path().depth() < depthMax()
                && reading.viewer().mayRead(znode);
    }

    private int depthMax() {
        return query.depth().orElse(Integer.MAX_VALUE);
    }

    private Reply page() {
        ZnodePath last = query.path();
        while (walk.advance()) {
            Znode znode = walk.znode();
            boolean isShown = reading.viewer().mayRead(znode);
            boolean hasRoom = isShown ? budget.take(dataBytes(znode), otherBytes(walk.path())) : budget.pass();
            if (!hasRoom) {
                return new Reply.Scanned(
                        nodes,
                        PageToken.behind(reading.state(), query, last.value()).text());
            }
            last = walk.path();
            if (isShown) {
                nodes.add(new Reply.ScannedNode(last, znode.stat(), query.withData() ? znode.data() : null));
            }
            if (!isShown || walk.depth() >= depthMax()) {
                walk.skipDescendants();
            }
        }
        return new Reply.Scanned(nodes, "");
    }

    private long dataBytes(Znode znode) {
        return query.withData() ? ReplyWeight.of(znode.data()) : 0;
    }

    private static long otherBytes(ZnodePath path) {
        return ReplyWeight.ENTRY_BYTES + ReplyWeight.STAT_BYTES + ReplyWeight.of(path.value());
    }
}
