package io.grove.server.pipeline;

import io.grove.server.read.Query;
import io.grove.server.session.ReplyWeight;
import io.grove.server.watch.WatchSelection;

/** Estimates how many bytes a request takes while it waits; rather too many than too few. */
final class RequestWeight {
    /** Objects, places in queues, timers. */
    private static final long REQUEST_BYTES = 256;

    /** One of many questions. */
    private static final long QUERY_BYTES = 96;

    private RequestWeight() {}

    static long of(Request request) {
        if (request instanceof Request.Write write) {
            return REQUEST_BYTES + EnvelopeSize.of(write.command());
        }
        if (request instanceof Request.Read read) {
            return REQUEST_BYTES + of(read.query());
        }
        if (request instanceof Request.AddWatch add) {
            return REQUEST_BYTES + add.watch().path().value().length();
        }
        if (request instanceof Request.RemoveWatch remove && remove.which() instanceof WatchSelection.OfPath some) {
            return REQUEST_BYTES + some.path().value().length();
        }
        if (request instanceof Request.Authenticate proof) {
            return REQUEST_BYTES + proof.scheme().length() + proof.credential().length;
        }
        return request instanceof Request.Malformed malformed
                ? REQUEST_BYTES + ReplyWeight.of(malformed.refusal())
                : REQUEST_BYTES;
    }

    private static long of(Query query) {
        if (query instanceof Query.Batch batch) {
            return batch.queries().stream().mapToLong(RequestWeight::of).sum();
        }
        long bytes = QUERY_BYTES;
        if (query instanceof Query.OfPath of) {
            bytes += of.path().value().length();
        }
        if (query instanceof Query.ListChildren list) {
            bytes += list.selection().after().length()
                    + list.selection().before().length();
        }
        return bytes;
    }
}
