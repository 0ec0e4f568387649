package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.BatchReadOperation;
import io.grove.api.v1.BatchReadRequest;
import io.grove.api.v1.CountDescendantsRequest;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetAclRequest;
import io.grove.api.v1.GetQuotaRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ListEphemeralsRequest;
import io.grove.api.v1.ListQuotasRequest;
import io.grove.api.v1.ListSessionsRequest;
import io.grove.api.v1.ScanRequest;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.read.Page;
import io.grove.server.read.PageToken;
import io.grove.server.read.Query;
import io.grove.server.session.Credential;
import java.util.ArrayList;
import java.util.List;

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

    Request.Read exists(ExistsRequest request) {
        return new Request.Read(QueryMapping.exists(request), options(request.getRead()), request.getWatchId());
    }

    Request.Read get(GetRequest request) {
        return new Request.Read(QueryMapping.get(request), options(request.getRead()), request.getWatchId());
    }

    Request.Read listChildren(ListChildrenRequest request) {
        Query.ListChildren query = QueryMapping.listChildren(request);
        return new Request.Read(query, options(request.getRead(), query.page()), request.getWatchId());
    }

    /** A page of a scan; a unary call always begins with the first. */
    Request.Read scan(ScanRequest request) {
        Query.Scan query = QueryMapping.scan(request, this == UNARY ? "" : request.getPageToken());
        return new Request.Read(query, options(request.getRead(), query.page()));
    }

    /** The same read for the page of a token that was just made. */
    static Request.Read nextPage(Request.Read read, String text) {
        PageToken token = PageToken.parse(text);
        if (token == null || !(read.query() instanceof Query.Paged paged)) {
            throw new IllegalStateException("no token of a page: " + text);
        }
        return new Request.Read(paged.at(new Page(paged.page().size(), token)), ReadOptions.at(token.zxid()));
    }

    Request.Read listEphemerals(ListEphemeralsRequest request) {
        Credential owner =
                this == UNARY && request.hasOwner() ? FieldMapping.credential(true, request.getOwner()) : null;
        Query.ListEphemerals query = QueryMapping.listEphemerals(request);
        if (owner != null && !query.session().isNone() && !query.session().equals(owner.sessionId())) {
            throw RefusedException.badArguments("session_id is not the session of owner");
        }
        return new Request.Read(query, options(request.getRead(), query.page()), 0, owner);
    }

    Request.Read countDescendants(CountDescendantsRequest request) {
        return new Request.Read(QueryMapping.countDescendants(request), options(request.getRead()));
    }

    Request.Read getAcl(GetAclRequest request) {
        return new Request.Read(QueryMapping.getAcl(request), options(request.getRead()));
    }

    Request.Read getQuota(GetQuotaRequest request) {
        return new Request.Read(QueryMapping.getQuota(request), options(request.getRead()));
    }

    Request.Read listQuotas(ListQuotasRequest request) {
        Query.ListQuotas query = QueryMapping.listQuotas(request);
        return new Request.Read(query, options(request.getRead(), query.page()));
    }

    Request.Read listSessions(ListSessionsRequest request) {
        Query.ListSessions query = QueryMapping.listSessions(request);
        return new Request.Read(query, options(request.getRead(), query.page()));
    }

    Request.Read batchRead(BatchReadRequest request) {
        List<Query> queries = new ArrayList<>(request.getOperationsCount());
        for (BatchReadOperation operation : request.getOperationsList()) {
            queries.add(QueryMapping.ofBatch(operation));
        }
        return new Request.Read(new Query.Batch(queries), options(request.getRead()));
    }

    /** A later page comes from the state of the first, which its token names. */
    private ReadOptions options(io.grove.api.v1.ReadOptions read, Page page) {
        ReadOptions options = options(read);
        PageToken token = page.token();
        if (token == null) {
            return options;
        }
        if (options.atZxid().orElse(token.zxid()) != token.zxid()) {
            throw new RefusedException(PageToken.foreign());
        }
        return ReadOptions.at(token.zxid());
    }

    private ReadOptions options(io.grove.api.v1.ReadOptions read) {
        Consistency consistency = switch (read.getConsistency()) {
            case CONSISTENCY_UNSPECIFIED -> byDefault;
            case CONSISTENCY_SESSION -> Consistency.SESSION;
            case CONSISTENCY_LINEARIZABLE -> Consistency.LINEARIZABLE;
            case CONSISTENCY_STALE -> Consistency.STALE;
            case UNRECOGNIZED -> throw RefusedException.badArguments("consistency is not one that this member knows");
        };
        return read.hasAtZxid()
                ? ReadOptions.at(FieldMapping.notNegative("at_zxid", read.getAtZxid()))
                : new ReadOptions(consistency, read.getMinZxid());
    }
}
