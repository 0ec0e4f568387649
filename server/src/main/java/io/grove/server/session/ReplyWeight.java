package io.grove.server.session;

import io.grove.command.Result;
import io.grove.session.Session;
import io.grove.tree.AclEntry;
import io.grove.tree.ZnodePath;
import java.util.Map;
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
        if (reply instanceof Reply.Children children) {
            long bytes = STAT_BYTES;
            for (String name : children.names()) {
                bytes += ENTRY_BYTES + of(name);
            }
            for (Reply.Child child : children.children()) {
                bytes += ENTRY_BYTES + STAT_BYTES + of(child.name()) + of(child.data());
            }
            return bytes;
        }
        if (reply instanceof Reply.Scanned scanned) {
            long bytes = 0;
            for (Reply.ScannedNode node : scanned.nodes()) {
                bytes += ENTRY_BYTES + STAT_BYTES + of(node.path().value()) + of(node.data());
            }
            return bytes;
        }
        if (reply instanceof Reply.Ephemerals ephemerals) {
            long bytes = 0;
            for (ZnodePath path : ephemerals.paths()) {
                bytes += ENTRY_BYTES + of(path.value());
            }
            return bytes;
        }
        if (reply instanceof Reply.AccessList list) {
            long bytes = STAT_BYTES;
            for (AclEntry entry : list.acl().entries()) {
                bytes += 2 * ENTRY_BYTES
                        + of(entry.identity().scheme())
                        + of(entry.identity().id());
            }
            return bytes;
        }
        if (reply instanceof Reply.Quotas quotas) {
            long bytes = 0;
            for (Reply.QuotaUsage usage : quotas.usages()) {
                bytes += STAT_BYTES + of(usage.path().value());
            }
            return bytes;
        }
        if (reply instanceof Reply.Sessions sessions) {
            return sessions.sessions().stream()
                    .mapToLong(listed -> of(listed.session()))
                    .sum();
        }
        if (reply instanceof Reply.Batch batch) {
            return batch.replies().stream()
                    .mapToLong(part -> ENTRY_BYTES + of(part))
                    .sum();
        }
        if (reply instanceof Reply.Refusal refusal) {
            return of(refusal);
        }
        if (reply instanceof Reply.WatchesRemoved removed) {
            return Long.BYTES * (long) removed.watchIds().size() + STAT_BYTES;
        }
        return reply instanceof Reply.Written written ? of(written.result()) : STAT_BYTES;
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

    private static long of(Result result) {
        if (result instanceof Result.Committed committed) {
            return STAT_BYTES * committed.results().size();
        }
        if (result instanceof Result.Created created) {
            return STAT_BYTES + created.path().length();
        }
        return STAT_BYTES;
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
