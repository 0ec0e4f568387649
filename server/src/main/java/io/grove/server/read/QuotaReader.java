package io.grove.server.read;

import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.ReplyWeight;
import io.grove.tree.Quota;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads quotas and what is used of them. A quota of a path without znode is seen by everybody: nothing is used. */
final class QuotaReader {
    private QuotaReader() {}

    static Reply read(Reading reading, Query.GetQuota query) {
        Quota quota = reading.state().quotas().find(query.path());
        Znode znode = reading.find(query.path());
        if (znode != null && !reading.viewer().mayRead(znode)) {
            return Reply.Refusal.noAuth(query.path());
        }
        if (quota == null) {
            return new Reply.Refusal(
                    RefusalReason.NO_NODE,
                    query.path() + " has no quota",
                    Map.of("path", query.path().value()),
                    -1);
        }
        return new Reply.QuotaRead(usage(reading, query.path(), quota));
    }

    static Reply read(Reading reading, Query.ListQuotas query) {
        PageToken token = query.page().token();
        ZnodePath position = token == null ? null : token.pathWithin(query.path());
        if (token != null && position == null) {
            return PageToken.foreign();
        }
        PageBudget budget = reading.budget(query);
        List<Reply.QuotaUsage> usages = new ArrayList<>();
        var quotas = reading.state().quotas().quotas();
        for (Map.Entry<ZnodePath, Quota> entry :
                position == null ? quotas.entriesFrom(query.path()) : quotas.entriesAfter(position)) {
            ZnodePath path = entry.getKey();
            Znode znode = reading.find(path);
            if (!path.isWithin(query.path()) || (znode != null && !reading.viewer().mayRead(znode))) {
                continue;
            }
            if (!budget.take(0, ReplyWeight.STAT_BYTES + ReplyWeight.of(path.value()))) {
                ZnodePath last = usages.get(usages.size() - 1).path();
                return new Reply.Quotas(
                        usages,
                        PageToken.behind(reading.state(), query, last.value()).text());
            }
            usages.add(usage(reading, path, entry.getValue()));
        }
        return new Reply.Quotas(usages, "");
    }

    private static Reply.QuotaUsage usage(Reading reading, ZnodePath path, Quota quota) {
        Znode znode = reading.find(path);
        return znode == null
                ? new Reply.QuotaUsage(path, quota, 0, 0)
                : new Reply.QuotaUsage(
                        path, quota, 1 + znode.descendants(), znode.dataLength() + znode.descendantBytes());
    }
}
