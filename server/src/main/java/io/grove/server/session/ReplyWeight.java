package io.grove.server.session;

import io.grove.command.Result;
import io.grove.session.Session;
import io.grove.tree.Acl;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Estimates how many bytes a reply takes, on the heap and on the wire alike; rather too many than too few. */
public final class ReplyWeight {
    /** Metadata of a znode. */
    public static final long STAT_BYTES = 112L;

    /** What stands around an entry of a list. */
    public static final long ENTRY_BYTES = 24L;

    /** A character in UTF-8, as far as names may have it. */
    private static final long CHAR_BYTES = 3L;

    private ReplyWeight() {}

    /** Of a reply. */
    public static long of(Reply reply) {
        if (reply instanceof Reply.Node node) {
            return STAT_BYTES + of(node.data());
        }
        if (reply instanceof Reply.AccessList list) {
            return STAT_BYTES + of(list.acl());
        }
        if (reply instanceof Reply.Batch batch) {
            return sum(batch.replies(), part -> ENTRY_BYTES + of(part));
        }
        if (reply instanceof Reply.Page page) {
            return ofPage(page);
        }
        if (reply instanceof Reply.Refusal refusal) {
            return of(refusal);
        }
        if (reply instanceof Reply.WatchesRemoved removed) {
            return STAT_BYTES + Long.BYTES * (long) removed.watchIds().size();
        }
        return reply instanceof Reply.Written written ? of(written.result()) : STAT_BYTES;
    }

    private static long ofPage(Reply.Page page) {
        if (page instanceof Reply.Children children) {
            return STAT_BYTES
                    + sum(children.names(), name -> ENTRY_BYTES + of(name))
                    + sum(children.children(), child -> ofNode(child.name(), child.data()));
        }
        if (page instanceof Reply.Scanned scanned) {
            return sum(scanned.nodes(), node -> ofNode(node.path().value(), node.data()));
        }
        if (page instanceof Reply.Ephemerals ephemerals) {
            return sum(ephemerals.paths(), path -> ENTRY_BYTES + of(path.value()));
        }
        if (page instanceof Reply.Quotas quotas) {
            return sum(quotas.usages(), usage -> STAT_BYTES + of(usage.path().value()));
        }
        return sum(((Reply.Sessions) page).sessions(), listed -> of(listed.session()));
    }

    private static <T> long sum(List<T> parts, ToLongFunction<T> weight) {
        return parts.stream().mapToLong(weight).sum();
    }

    private static long ofNode(String name, byte @Nullable [] data) {
        return ENTRY_BYTES + STAT_BYTES + of(name) + of(data);
    }

    /** Of what is said about a session. */
    public static long of(Session session) {
        long bytes = STAT_BYTES + of(session.clientName());
        for (Map.Entry<String, String> label : session.terms().labels().entrySet()) {
            bytes += ENTRY_BYTES + of(label.getKey()) + of(label.getValue());
        }
        return bytes;
    }

    private static long of(Reply.Refusal refusal) {
        long bytes = ENTRY_BYTES + of(refusal.message());
        for (Map.Entry<String, String> fact : refusal.metadata().entrySet()) {
            bytes += ENTRY_BYTES + of(fact.getKey()) + of(fact.getValue());
        }
        return bytes;
    }

    /** Of an access control list. */
    public static long of(Acl acl) {
        return sum(
                acl.entries(),
                entry -> 2 * ENTRY_BYTES
                        + of(entry.identity().scheme())
                        + of(entry.identity().id()));
    }

    /** Of the result of a write. */
    public static long of(Result result) {
        if (result instanceof Result.Committed committed) {
            return STAT_BYTES + sum(committed.results(), ReplyWeight::of);
        }
        if (result instanceof Result.Created created) {
            return STAT_BYTES + of(created.path());
        }
        if (result instanceof Result.DataRead read) {
            return STAT_BYTES + of(read.data());
        }
        return result instanceof Result.ChildrenRead read
                ? STAT_BYTES + sum(read.names(), name -> ENTRY_BYTES + of(name))
                : STAT_BYTES;
    }

    /** Of a name or a path. */
    public static long of(String text) {
        return CHAR_BYTES * text.length();
    }

    /** Of data. */
    public static long of(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }
}
