package io.grove.server.pipeline;

import io.grove.server.read.PageToken;
import io.grove.server.read.Query;
import io.grove.server.session.Reply;
import org.jspecify.annotations.Nullable;

/** What a read has to keep, see {@link RequestRules}. */
final class ReadRules {
    private ReadRules() {}

    /** What a read outside of session streams has to keep besides. */
    static Reply.@Nullable Refusal checkUnary(Request.Read read) {
        if (read.watchId() != 0) {
            return Reply.Refusal.badArguments("a watch_id needs a session stream");
        }
        return read.query() instanceof Query.ListEphemerals list
                        && list.session().isNone()
                        && read.owner() == null
                ? Reply.Refusal.badArguments("the session is missing")
                : null;
    }

    static Reply.@Nullable Refusal check(Request.Read read) {
        ReadOptions options = read.options();
        if (options.minZxid() < 0) {
            return Reply.Refusal.badArguments("min_zxid or at_zxid " + options.minZxid() + " is negative");
        }
        if (read.watchId() != 0 && options.atZxid().isPresent() && !isLaterPage(read.query())) {
            return Reply.Refusal.badArguments("a read at a past zxid can't leave a watch");
        }
        if (read.query() instanceof Query.Batch batch) {
            return checkBatch(batch);
        }
        return checkQuery(read.query());
    }

    private static boolean isLaterPage(Query query) {
        return query instanceof Query.Paged paged && paged.page().token() != null;
    }

    private static Reply.@Nullable Refusal checkBatch(Query.Batch batch) {
        int size = batch.queries().size();
        if (size > Query.Batch.QUERIES_MAX) {
            return Reply.Refusal.tooLarge("the batch", size, Query.Batch.QUERIES_MAX, "reads");
        }
        for (Query query : batch.queries()) {
            Reply.Refusal refusal = checkQuery(query);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static Reply.@Nullable Refusal checkQuery(Query query) {
        if (query instanceof Query.Paged paged) {
            PageToken token = paged.page().token();
            if (paged.page().size() < 0) {
                return Reply.Refusal.badArguments("page_size " + paged.page().size() + " is negative");
            }
            if (token != null && !token.isOf(paged)) {
                return PageToken.foreign();
            }
        }
        if (query instanceof Query.Scan scan && scan.depth().orElse(0) < 0) {
            return Reply.Refusal.badArguments("depth " + scan.depth().getAsInt() + " is negative");
        }
        return query instanceof Query.OfPath of
                ? RequestRules.checkPath(of.path().value())
                : null;
    }
}
