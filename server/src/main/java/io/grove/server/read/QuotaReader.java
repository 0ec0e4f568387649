package io.grove.server.read;

import io.grove.collection.PersistentSortedMap;
import io.grove.server.session.Reply;
import io.grove.server.session.ReplyWeight;
import io.grove.tree.Quota;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads quotas. Their paths need not exist; then nothing is used of them, and there is no list that hides them. */
final class QuotaReader {
    private final Reading reading;
    private final Query.ListQuotas query;
    private final PageBudget budget;
    private final List<Reply.QuotaUsage> usages = new ArrayList<>();

    private QuotaReader(Reading reading, Query.ListQuotas query) {
        this.reading = reading;
        this.query = query;
        this.budget = reading.budget(query);
    }

    static Reply get(Reading reading, Query.GetQuota query) {
        Quota quota = reading.state().quotas().find(query.path());
        if (quota == null) {
            return Reply.Refusal.noNode(query.path());
        }
        return isReadable(reading, query.path())
                ? usage(reading, query.path(), quota)
                : Reply.Refusal.noAuth(query.path());
    }

    private static boolean isReadable(Reading reading, ZnodePath path) {
        Znode znode = reading.find(path);
        return znode == null || reading.viewer().mayRead(znode);
    }

    private static Reply.QuotaUsage usage(Reading reading, ZnodePath path, Quota quota) {
        Znode znode = reading.find(path);
        return znode == null
                ? new Reply.QuotaUsage(path, quota, 0, 0)
                : new Reply.QuotaUsage(
                        path, quota, znode.descendants() + 1, znode.descendantBytes() + znode.dataLength());
    }

    static Reply list(Reading reading, Query.ListQuotas query) {
        PersistentSortedMap<ZnodePath, Quota> all = reading.state().quotas().quotas();
        PageToken token = query.page().token();
        if (token == null) {
            return new QuotaReader(reading, query).page(all.entriesFrom(query.path()));
        }
        ZnodePath position = token.pathWithin(query.path());
        return position == null
                ? PageToken.foreign()
                : new QuotaReader(reading, query).page(all.entriesAfter(position));
    }

    private Reply page(Iterable<Map.Entry<ZnodePath, Quota>> candidates) {
        ZnodePath last = query.path();
        for (Map.Entry<ZnodePath, Quota> entry : candidates) {
            ZnodePath path = entry.getKey();
            if (!path.value().startsWith(query.path().value())) {
                break;
            }
            if (!path.isWithin(query.path())) {
                // A sibling such as /a-b, which sorts between /a and /a/b.
                continue;
            }
            boolean isShown = isReadable(reading, path);
            if (!(isShown ? budget.take(0, ReplyWeight.STAT_BYTES + ReplyWeight.of(path.value())) : budget.pass())) {
                return new Reply.Quotas(
                        usages,
                        PageToken.behind(reading.state(), query, last.value()).text());
            }
            last = path;
            if (isShown) {
                usages.add(usage(reading, path, entry.getValue()));
            }
        }
        return new Reply.Quotas(usages, "");
    }
}
