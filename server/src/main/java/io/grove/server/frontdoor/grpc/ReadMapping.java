package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;

/** Reads, inwards. Throws {@link RefusedException} for what can't be translated. */
enum ReadMapping {
    /** Reads of a session stream: SESSION by default. */
    STREAM(Consistency.SESSION),
    /** Unary reads: LINEARIZABLE by default. */
    UNARY(Consistency.LINEARIZABLE);

    private final Consistency byDefault;

    ReadMapping(Consistency byDefault) {
        this.byDefault = byDefault;
    }

    Request.Exists exists(ExistsRequest request) {
        return new Request.Exists(
                FieldMapping.path(request.getPath()), options(request.getRead()), request.getWatchId());
    }

    Request.Get get(GetRequest request) {
        return new Request.Get(FieldMapping.path(request.getPath()), options(request.getRead()), request.getWatchId());
    }

    Request.ListChildren listChildren(ListChildrenRequest request) {
        return new Request.ListChildren(
                FieldMapping.path(request.getPath()),
                request.getPageSize(),
                request.getPageToken(),
                options(request.getRead()),
                request.getWatchId());
    }

    private ReadOptions options(io.grove.api.v1.ReadOptions read) {
        Consistency consistency = switch (read.getConsistency()) {
            case CONSISTENCY_UNSPECIFIED -> byDefault;
            case CONSISTENCY_SESSION -> Consistency.SESSION;
            case CONSISTENCY_LINEARIZABLE -> Consistency.LINEARIZABLE;
            case CONSISTENCY_STALE -> Consistency.STALE;
            case UNRECOGNIZED -> throw RefusedException.badArguments("consistency is not one that this member knows");
        };
        return new ReadOptions(consistency, read.getMinZxid());
    }
}
