package io.grove.server.frontdoor.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grove.api.v1.BatchReadResponse;
import io.grove.api.v1.BatchReadResult;
import io.grove.api.v1.Child;
import io.grove.api.v1.CountDescendantsResponse;
import io.grove.api.v1.ExistsResponse;
import io.grove.api.v1.GetAclResponse;
import io.grove.api.v1.GetQuotaResponse;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.ListEphemeralsResponse;
import io.grove.api.v1.ListQuotasResponse;
import io.grove.api.v1.QuotaUsage;
import io.grove.api.v1.Response;
import io.grove.api.v1.ScanResponse;
import io.grove.api.v1.ScannedNode;
import io.grove.server.session.Reply;

/** Replies to reads, outwards. */
final class ReadReplyMapping {
    private ReadReplyMapping() {}

    /** Sets the result of an answer on a session stream; returns false if the reply is not one to a read. */
    static boolean set(Response.Builder response, Reply reply) {
        if (reply instanceof Reply.Existence existence) {
            response.setExists(exists(existence));
        } else if (reply instanceof Reply.Node node) {
            response.setGet(get(node));
        } else if (reply instanceof Reply.Children children) {
            response.setListChildren(listChildren(children));
        } else if (reply instanceof Reply.Scanned scanned) {
            response.setScan(scan(scanned));
        } else if (reply instanceof Reply.Descendants count) {
            response.setCountDescendants(countDescendants(count));
        } else if (reply instanceof Reply.Ephemerals ephemerals) {
            response.setListEphemerals(listEphemerals(ephemerals));
        } else if (reply instanceof Reply.AccessList list) {
            response.setGetAcl(getAcl(list));
        } else if (reply instanceof Reply.QuotaUsage usage) {
            response.setGetQuota(getQuota(usage));
        } else if (reply instanceof Reply.Quotas quotas) {
            response.setListQuotas(listQuotas(quotas));
        } else if (reply instanceof Reply.Batch batch) {
            response.setBatchRead(batchRead(batch));
        } else {
            return false;
        }
        return true;
    }

    static ExistsResponse.Builder exists(Reply.Existence existence) {
        ExistsResponse.Builder response = ExistsResponse.newBuilder();
        io.grove.tree.Stat stat = existence.stat();
        return stat == null ? response : response.setStat(StatMapping.toProto(stat));
    }

    static GetResponse.Builder get(Reply.Node node) {
        GetResponse.Builder response = GetResponse.newBuilder().setStat(StatMapping.toProto(node.stat()));
        byte[] data = node.data();
        return data == null ? response : response.setData(bytes(data));
    }

    static ListChildrenResponse.Builder listChildren(Reply.Children children) {
        ListChildrenResponse.Builder response = ListChildrenResponse.newBuilder()
                .addAllNames(children.names())
                .setNextPageToken(children.nextPageToken())
                .setStat(StatMapping.toProto(children.stat()));
        children.children().forEach(child -> response.addChildren(child(child)));
        return response;
    }

    private static Child.Builder child(Reply.Child child) {
        Child.Builder builder = Child.newBuilder().setName(child.name()).setStat(StatMapping.toProto(child.stat()));
        byte[] data = child.data();
        return data == null ? builder : builder.setData(bytes(data));
    }

    static ScanResponse.Builder scan(Reply.Scanned scanned) {
        ScanResponse.Builder response = ScanResponse.newBuilder().setNextPageToken(scanned.nextPageToken());
        scanned.nodes().forEach(node -> response.addNodes(node(node)));
        return response;
    }

    private static ScannedNode.Builder node(Reply.ScannedNode node) {
        ScannedNode.Builder builder =
                ScannedNode.newBuilder().setPath(node.path().value()).setStat(StatMapping.toProto(node.stat()));
        byte[] data = node.data();
        return data == null ? builder : builder.setData(bytes(data));
    }

    static ListEphemeralsResponse.Builder listEphemerals(Reply.Ephemerals ephemerals) {
        ListEphemeralsResponse.Builder response =
                ListEphemeralsResponse.newBuilder().setNextPageToken(ephemerals.nextPageToken());
        ephemerals.paths().forEach(path -> response.addPaths(path.value()));
        return response;
    }

    static CountDescendantsResponse.Builder countDescendants(Reply.Descendants count) {
        return CountDescendantsResponse.newBuilder()
                .setDescendants(count.descendants())
                .setDataBytes(count.dataBytes())
                .setStat(StatMapping.toProto(count.stat()));
    }

    static GetAclResponse.Builder getAcl(Reply.AccessList list) {
        return GetAclResponse.newBuilder()
                .setAcl(AclMapping.toProto(list.acl()))
                .setStat(StatMapping.toProto(list.stat()));
    }

    static GetQuotaResponse.Builder getQuota(Reply.QuotaUsage usage) {
        return GetQuotaResponse.newBuilder().setUsage(quotaUsage(usage));
    }

    static ListQuotasResponse.Builder listQuotas(Reply.Quotas quotas) {
        ListQuotasResponse.Builder response = ListQuotasResponse.newBuilder().setNextPageToken(quotas.nextPageToken());
        quotas.usages().forEach(usage -> response.addQuotas(quotaUsage(usage)));
        return response;
    }

    private static QuotaUsage.Builder quotaUsage(Reply.QuotaUsage usage) {
        return QuotaUsage.newBuilder()
                .setPath(usage.path().value())
                .setQuota(QuotaMapping.toProto(usage.quota()))
                .setCount(usage.count())
                .setBytes(usage.bytes());
    }

    static BatchReadResponse.Builder batchRead(Reply.Batch batch) {
        BatchReadResponse.Builder response = BatchReadResponse.newBuilder();
        batch.replies().forEach(reply -> response.addResults(result(reply)));
        return response;
    }

    private static BatchReadResult result(Reply reply) {
        BatchReadResult.Builder result = BatchReadResult.newBuilder();
        if (reply instanceof Reply.Refusal refusal) {
            result.setError(ErrorMapping.toError(refusal));
        } else if (reply instanceof Reply.Existence existence) {
            result.setExists(exists(existence));
        } else if (reply instanceof Reply.Node node) {
            result.setGet(get(node));
        } else if (reply instanceof Reply.Children children) {
            result.setListChildren(listChildren(children));
        } else if (reply instanceof Reply.AccessList list) {
            result.setGetAcl(getAcl(list));
        } else if (reply instanceof Reply.Descendants count) {
            result.setCountDescendants(countDescendants(count));
        } else {
            throw new IllegalStateException("not a reply within a batch: " + reply);
        }
        return result.build();
    }

    /** Data of znodes is never changed in place, so that it need not be copied. */
    private static ByteString bytes(byte[] data) {
        return UnsafeByteOperations.unsafeWrap(data);
    }
}
