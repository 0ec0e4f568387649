package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.BatchReadOperation;
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
import io.grove.server.read.Page;
import io.grove.server.read.PageToken;
import io.grove.server.read.Query;
import io.grove.tree.ChildFilter;
import io.grove.tree.ChildOrder;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.OptionalInt;

/** Questions, inwards. Throws {@link RefusedException} for what can't be translated. */
final class QueryMapping {
    private QueryMapping() {}

    static Query.Exists exists(ExistsRequest request) {
        return new Query.Exists(FieldMapping.path(request.getPath()));
    }

    static Query.Get get(GetRequest request) {
        return new Query.Get(FieldMapping.path(request.getPath()));
    }

    static Query.ListChildren listChildren(ListChildrenRequest request) {
        return new Query.ListChildren(
                FieldMapping.path(request.getPath()),
                selection(request),
                detail(request),
                page(request.getPageSize(), request.getPageToken()));
    }

    static Query.ChildSelection selection(ListChildrenRequest request) {
        return new Query.ChildSelection(
                filter(request.getFilter()), order(request.getOrder()), request.getAfter(), request.getBefore());
    }

    private static ChildFilter filter(io.grove.api.v1.ChildFilter filter) {
        return switch (filter) {
            case CHILD_FILTER_UNSPECIFIED, CHILD_FILTER_ALL -> ChildFilter.ALL;
            case CHILD_FILTER_PERSISTENT -> ChildFilter.PERSISTENT;
            case CHILD_FILTER_EPHEMERAL -> ChildFilter.EPHEMERAL;
            case UNRECOGNIZED -> throw RefusedException.badArguments("filter is not one that this member knows");
        };
    }

    private static ChildOrder order(io.grove.api.v1.ChildOrder order) {
        return switch (order) {
            case CHILD_ORDER_UNSPECIFIED, CHILD_ORDER_ASCENDING -> ChildOrder.ASCENDING;
            case CHILD_ORDER_DESCENDING -> ChildOrder.DESCENDING;
            case UNRECOGNIZED -> throw RefusedException.badArguments("order is not one that this member knows");
        };
    }

    private static Query.Detail detail(ListChildrenRequest request) {
        if (request.getWithData()) {
            return Query.Detail.DATA;
        }
        return request.getWithStat() ? Query.Detail.STAT : Query.Detail.NAME;
    }

    static Query.Scan scan(ScanRequest request, String pageToken) {
        return new Query.Scan(
                FieldMapping.path(request.getPath()),
                request.hasDepth() ? OptionalInt.of(request.getDepth()) : OptionalInt.empty(),
                request.getWithData(),
                page(request.getPageSize(), pageToken));
    }

    static Query.ListEphemerals listEphemerals(ListEphemeralsRequest request) {
        return new Query.ListEphemerals(
                new SessionId(FieldMapping.notNegative("session_id", request.getSessionId())),
                pathOrRoot(request.getPath()),
                page(request.getPageSize(), request.getPageToken()));
    }

    static Query.CountDescendants countDescendants(CountDescendantsRequest request) {
        return new Query.CountDescendants(FieldMapping.path(request.getPath()));
    }

    static Query.GetAcl getAcl(GetAclRequest request) {
        return new Query.GetAcl(FieldMapping.path(request.getPath()));
    }

    static Query.GetQuota getQuota(GetQuotaRequest request) {
        return new Query.GetQuota(FieldMapping.path(request.getPath()));
    }

    static Query.ListQuotas listQuotas(ListQuotasRequest request) {
        return new Query.ListQuotas(pathOrRoot(request.getPath()), page(request.getPageSize(), request.getPageToken()));
    }

    /** Where empty means all. */
    private static ZnodePath pathOrRoot(String path) {
        return path.isEmpty() ? ZnodePath.ROOT : FieldMapping.path(path);
    }

    static Query.ListSessions listSessions(ListSessionsRequest request) {
        return new Query.ListSessions(page(request.getPageSize(), request.getPageToken()));
    }

    private static Page page(int size, String text) {
        PageToken token = text.isEmpty() ? null : PageToken.parse(text);
        if (token == null && !text.isEmpty()) {
            throw new RefusedException(PageToken.foreign());
        }
        return new Page(size, token);
    }

    /** One read of a batch, which says for all how they are served. */
    static Query ofBatch(BatchReadOperation operation) {
        return switch (operation.getOperationCase()) {
            case EXISTS -> {
                ExistsRequest request = operation.getExists();
                requireNone(request.hasRead(), request.getWatchId());
                yield exists(request);
            }
            case GET -> {
                GetRequest request = operation.getGet();
                requireNone(request.hasRead(), request.getWatchId());
                yield get(request);
            }
            case LIST_CHILDREN -> {
                ListChildrenRequest request = operation.getListChildren();
                requireNone(request.hasRead(), request.getWatchId());
                if (!request.getPageToken().isEmpty()) {
                    throw RefusedException.badArguments("page_token is not allowed within a batch");
                }
                yield listChildren(request);
            }
            case GET_ACL -> {
                requireNone(operation.getGetAcl().hasRead(), 0);
                yield getAcl(operation.getGetAcl());
            }
            case COUNT_DESCENDANTS -> {
                requireNone(operation.getCountDescendants().hasRead(), 0);
                yield countDescendants(operation.getCountDescendants());
            }
            case OPERATION_NOT_SET -> throw RefusedException.badArguments("an operation of the batch is empty");
        };
    }

    private static void requireNone(boolean hasRead, long watchId) {
        if (hasRead || watchId != 0) {
            throw RefusedException.badArguments("read and watch_id are not allowed within a batch");
        }
    }
}
