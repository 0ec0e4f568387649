package io.grove.server.read;

import io.grove.machine.MachineState;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.ReplyWeight;
import io.grove.tree.Znode;
import java.util.ArrayList;
import java.util.List;

/** Answers questions about a state. Pure: the same state, question and viewer give the same reply. */
public final class QueryReader {
    /** What the answer to a batch may weigh; a little less than 4 MiB, for what stands around it. */
    private static final long BATCH_BYTES_MAX = (4L << 20) - (64 << 10);

    /** What the shortest answer to a question of a batch weighs. */
    private static final long ANSWER_BYTES_MIN = 64;

    private QueryReader() {}

    /** The reply, or the refusal, to a question. */
    public static Reply read(MachineState state, Query query, Viewer viewer) {
        return read(new Reading(state, viewer, new PageBudget.Effort()), query);
    }

    private static Reply read(Reading reading, Query query) {
        if (query instanceof Query.Exists exists) {
            return exists(reading, exists);
        }
        if (query instanceof Query.Get get) {
            return reading.ifReadable(get.path(), znode -> new Reply.Node(znode.data(), znode.stat()));
        }
        if (query instanceof Query.ListChildren list) {
            return ChildrenReader.read(reading, list);
        }
        if (query instanceof Query.Scan scan) {
            return ScanReader.read(reading, scan);
        }
        if (query instanceof Query.ListEphemerals list) {
            return EphemeralsReader.read(reading, list);
        }
        if (query instanceof Query.ListQuotas list) {
            return QuotaReader.list(reading, list);
        }
        if (query instanceof Query.GetQuota get) {
            return QuotaReader.get(reading, get);
        }
        if (query instanceof Query.GetAcl get) {
            return accessList(reading, get);
        }
        if (query instanceof Query.CountDescendants count) {
            return reading.ifReadable(count.path(), QueryReader::descendants);
        }
        if (query instanceof Query.ListSessions list) {
            return SessionsReader.read(reading, list);
        }
        return batch(reading, (Query.Batch) query);
    }

    private static Reply exists(Reading reading, Query.Exists query) {
        Znode znode = reading.find(query.path());
        if (znode == null) {
            return new Reply.Existence(null);
        }
        return reading.viewer().mayRead(znode) ? new Reply.Existence(znode.stat()) : Reply.Refusal.noAuth(query.path());
    }

    private static Reply descendants(Znode znode) {
        return new Reply.Descendants(znode.descendants(), znode.descendantBytes() + znode.dataLength(), znode.stat());
    }

    private static Reply accessList(Reading reading, Query.GetAcl query) {
        Znode znode = reading.find(query.path());
        if (znode == null) {
            return Reply.Refusal.noNode(query.path());
        }
        Viewer viewer = reading.viewer();
        if (!viewer.maySeeAcl(znode)) {
            return Reply.Refusal.noAuth(query.path());
        }
        return new Reply.AccessList(
                viewer.mayAdministrate(znode) ? znode.acl() : znode.acl().masked(), znode.stat());
    }

    /** The answers until there is no room for the next; from there on TOO_LARGE. */
    private static Reply batch(Reading reading, Query.Batch batch) {
        List<Reply> replies = new ArrayList<>(batch.queries().size());
        long bytesLeft = BATCH_BYTES_MAX - ANSWER_BYTES_MIN * batch.queries().size();
        for (Query query : batch.queries()) {
            if (bytesLeft >= 0) {
                Reply reply = read(reading, query);
                bytesLeft -= ReplyWeight.of(reply);
                replies.add(bytesLeft >= 0 ? reply : noRoom());
            } else {
                replies.add(noRoom());
            }
        }
        return new Reply.Batch(replies);
    }

    private static Reply.Refusal noRoom() {
        return Reply.Refusal.of(RefusalReason.TOO_LARGE, "no room in the answer");
    }
}
