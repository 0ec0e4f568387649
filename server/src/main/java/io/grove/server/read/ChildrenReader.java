package io.grove.server.read;

import io.grove.collection.PersistentSortedMap;
import io.grove.server.session.Reply;
import io.grove.server.session.ReplyWeight;
import io.grove.tree.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists children of a znode. */
final class ChildrenReader {
    private final Reading reading;
    private final Query.ListChildren query;
    private final PageBudget budget;
    private final List<String> names = new ArrayList<>();
    private final List<Reply.Child> children = new ArrayList<>();

    private ChildrenReader(Reading reading, Query.ListChildren query) {
        this.reading = reading;
        this.query = query;
        this.budget = reading.budget(query);
    }

    static Reply read(Reading reading, Query.ListChildren query) {
        return reading.ifReadable(query.path(), znode -> new ChildrenReader(reading, query).page(znode));
    }

    private Reply page(Znode znode) {
        Query.ChildSelection selection = query.selection();
        String last = "";
        for (Map.Entry<String, Znode> entry : candidates(znode.children())) {
            String name = entry.getKey();
            Znode child = entry.getValue();
            if (!selection.end().isEmpty() && selection.order().isAtOrBehind(name, selection.end())) {
                break;
            }
            boolean isListed = selection.filter().accepts(child);
            boolean hasRoom = isListed ? budget.take(dataBytes(child), otherBytes(name)) : budget.pass();
            if (!hasRoom) {
                return reply(
                        znode, PageToken.behind(reading.state(), query, last).text());
            }
            last = name;
            if (isListed && !reading.viewer().mayList(query.detail(), child)) {
                return Reply.Refusal.noAuth(query.path().child(name));
            }
            if (isListed) {
                add(name, child);
            }
        }
        return reply(znode, "");
    }

    /** The children behind the beginning of the selection and behind the page before. */
    private Iterable<Map.Entry<String, Znode>> candidates(PersistentSortedMap<String, Znode> all) {
        Query.ChildSelection selection = query.selection();
        PageToken token = query.page().token();
        String start = selection.start();
        String position = token == null ? "" : token.position();
        // A forged position before the start must not widen what was selected.
        boolean isWithin =
                !position.isEmpty() && (start.isEmpty() || selection.order().isAtOrBehind(position, start));
        String behind = isWithin ? position : start;
        return behind.isEmpty() ? selection.order().of(all) : selection.order().behind(behind, all);
    }

    private long dataBytes(Znode child) {
        return query.detail() == Query.Detail.DATA ? ReplyWeight.of(child.data()) : 0;
    }

    private long otherBytes(String name) {
        long nameBytes = ReplyWeight.ENTRY_BYTES + ReplyWeight.of(name);
        return query.detail() == Query.Detail.NAME ? nameBytes : 2 * nameBytes + ReplyWeight.STAT_BYTES;
    }

    private void add(String name, Znode child) {
        names.add(name);
        if (query.detail() != Query.Detail.NAME) {
            boolean withData = query.detail() == Query.Detail.DATA;
            children.add(new Reply.Child(name, child.stat(), withData ? child.data() : null));
        }
    }

    private Reply reply(Znode znode, String nextPageToken) {
        return new Reply.Children(names, children, nextPageToken, znode.stat());
    }
}
