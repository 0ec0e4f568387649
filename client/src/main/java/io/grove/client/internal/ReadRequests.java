package io.grove.client.internal;

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
import io.grove.api.v1.Request;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.SyncRequest;
import io.grove.api.v1.WhoAmIRequest;
import io.grove.client.EphemeralsOptions;
import io.grove.client.ListOptions;
import io.grove.client.PageOptions;
import io.grove.client.QuotasOptions;
import io.grove.client.Read;
import io.grove.client.ReadOptions;
import io.grove.client.ScanOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public reads as requests of the protocol. Checks paths; throws {@link IllegalArgumentException}. */
final class ReadRequests {
    private ReadRequests() {}

    static Request exists(String path, ReadOptions options, WatchRegistry.@Nullable Entry watch) {
        return Request.newBuilder()
                .setExists(exists(path).setRead(read(options)).setWatchId(watchId(watch)))
                .build();
    }

    private static ExistsRequest.Builder exists(String path) {
        PathRules.check(path);
        return ExistsRequest.newBuilder().setPath(path);
    }

    static Request get(String path, ReadOptions options, WatchRegistry.@Nullable Entry watch) {
        return Request.newBuilder()
                .setGet(get(path).setRead(read(options)).setWatchId(watchId(watch)))
                .build();
    }

    private static GetRequest.Builder get(String path) {
        PathRules.check(path);
        return GetRequest.newBuilder().setPath(path);
    }

    static Request children(String path, PageOptions options, ReadOptions read, WatchRegistry.@Nullable Entry watch) {
        return Request.newBuilder()
                .setListChildren(children(path, options.list())
                        .setPageSize(options.pageSize())
                        .setPageToken(options.pageToken())
                        .setRead(read(read))
                        .setWatchId(watchId(watch)))
                .build();
    }

    private static ListChildrenRequest.Builder children(String path, ListOptions options) {
        PathRules.check(path);
        return ListChildrenRequest.newBuilder()
                .setPath(path)
                .setFilter(EnumMapping.filter(options.filter()))
                .setOrder(EnumMapping.order(options.order()))
                .setAfter(options.after())
                .setBefore(options.before())
                .setWithStat(options.detail() == ListOptions.Detail.STAT)
                .setWithData(options.detail() == ListOptions.Detail.DATA);
    }

    static ScanRequest scan(String path, ScanOptions options, ReadOptions read) {
        PathRules.check(path);
        ScanRequest.Builder scan = ScanRequest.newBuilder()
                .setPath(path)
                .setWithData(options.withData())
                .setPageSize(options.pageSize())
                .setRead(read(read));
        options.depth().ifPresent(scan::setDepth);
        return scan.build();
    }

    static Request countDescendants(String path, ReadOptions options) {
        return Request.newBuilder()
                .setCountDescendants(count(path).setRead(read(options)))
                .build();
    }

    private static CountDescendantsRequest.Builder count(String path) {
        PathRules.check(path);
        return CountDescendantsRequest.newBuilder().setPath(path);
    }

    static Request ephemerals(EphemeralsOptions options, ReadOptions read) {
        checkUnlessEmpty(options.path());
        return Request.newBuilder()
                .setListEphemerals(ListEphemeralsRequest.newBuilder()
                        .setSessionId(options.sessionId())
                        .setPath(options.path())
                        .setPageSize(options.pageSize())
                        .setPageToken(options.pageToken())
                        .setRead(read(read)))
                .build();
    }

    static Request getAcl(String path, ReadOptions options) {
        return Request.newBuilder().setGetAcl(acl(path).setRead(read(options))).build();
    }

    private static GetAclRequest.Builder acl(String path) {
        PathRules.check(path);
        return GetAclRequest.newBuilder().setPath(path);
    }

    static Request getQuota(String path, ReadOptions options) {
        PathRules.check(path);
        return Request.newBuilder()
                .setGetQuota(GetQuotaRequest.newBuilder().setPath(path).setRead(read(options)))
                .build();
    }

    static Request quotas(QuotasOptions options, ReadOptions read) {
        checkUnlessEmpty(options.path());
        return Request.newBuilder()
                .setListQuotas(ListQuotasRequest.newBuilder()
                        .setPath(options.path())
                        .setPageSize(options.pageSize())
                        .setPageToken(options.pageToken())
                        .setRead(read(read)))
                .build();
    }

    static Request batch(List<Read> reads, ReadOptions options) {
        BatchReadRequest.Builder batch = BatchReadRequest.newBuilder().setRead(read(options));
        for (Read read : reads) {
            batch.addOperations(operation(read));
        }
        return Request.newBuilder().setBatchRead(batch).build();
    }

    /** One read of a batch; its request is that of a commit, too. */
    static BatchReadOperation operation(Read read) {
        BatchReadOperation.Builder operation = BatchReadOperation.newBuilder();
        if (read instanceof Read.Exists exists) {
            operation.setExists(exists(exists.path()));
        } else if (read instanceof Read.Get get) {
            operation.setGet(get(get.path()));
        } else if (read instanceof Read.ListChildren list) {
            operation.setListChildren(children(list.path(), list.options()));
        } else if (read instanceof Read.GetAcl acl) {
            operation.setGetAcl(acl(acl.path()));
        } else if (read instanceof Read.Count count) {
            operation.setCountDescendants(count(count.path()));
        }
        return operation.build();
    }

    static Request sync() {
        return Request.newBuilder().setSync(SyncRequest.getDefaultInstance()).build();
    }

    static Request whoAmI() {
        return Request.newBuilder()
                .setWhoAmI(WhoAmIRequest.getDefaultInstance())
                .build();
    }

    private static void checkUnlessEmpty(String path) {
        if (!path.isEmpty()) {
            PathRules.check(path);
        }
    }

    private static long watchId(WatchRegistry.@Nullable Entry watch) {
        return watch == null ? 0 : watch.id;
    }

    static io.grove.api.v1.ReadOptions read(ReadOptions options) {
        io.grove.api.v1.ReadOptions.Builder read = io.grove.api.v1.ReadOptions.newBuilder()
                .setConsistency(EnumMapping.consistency(options.consistency()))
                .setMinZxid(options.minZxid());
        options.atZxid().ifPresent(read::setAtZxid);
        return read.build();
    }
}
