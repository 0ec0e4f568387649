package io.grove.client.internal;

import com.google.protobuf.ByteString;
import io.grove.api.v1.BatchReadResult;
import io.grove.api.v1.CountDescendantsResponse;
import io.grove.api.v1.ExistsResponse;
import io.grove.api.v1.GetAclResponse;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.Response;
import io.grove.api.v1.Response.ResultCase;
import io.grove.api.v1.ScanResponse;
import io.grove.client.Acl;
import io.grove.client.AclEntry;
import io.grove.client.Batch;
import io.grove.client.Child;
import io.grove.client.Children;
import io.grove.client.Descendants;
import io.grove.client.Existence;
import io.grove.client.Identity;
import io.grove.client.Page;
import io.grove.client.Quota;
import io.grove.client.QuotaUsage;
import io.grove.client.ReadResult;
import io.grove.client.ScannedZnode;
import io.grove.client.Stat;
import io.grove.client.Znode;
import io.grove.client.ZnodeAcl;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The protocol's answers to reads as public results. Throws {@link IllegalArgumentException} when the kind is not the
 * expected.
 */
final class ReadAnswers {
    private ReadAnswers() {}

    static Existence existence(Response response) {
        ResponseMapping.expect(response, ResultCase.EXISTS);
        return existence(response.getExists(), response.getZxid());
    }

    static Existence existence(ExistsResponse exists, long zxid) {
        return new Existence(exists.hasStat() ? Optional.of(stat(exists.getStat())) : Optional.empty(), zxid);
    }

    static Znode znode(Response response) {
        ResponseMapping.expect(response, ResultCase.GET);
        return znode(response.getGet(), response.getZxid());
    }

    static Znode znode(GetResponse get, long zxid) {
        return new Znode(bytes(get.hasData(), get.getData()), stat(get.getStat()), zxid);
    }

    static Children children(Response response) {
        ResponseMapping.expect(response, ResultCase.LIST_CHILDREN);
        return children(response.getListChildren(), response.getZxid());
    }

    static Children children(ListChildrenResponse list, long zxid) {
        List<Child> children = list.getChildrenList().stream()
                .map(child -> new Child(
                        child.getName(),
                        child.hasStat() ? Optional.of(stat(child.getStat())) : Optional.empty(),
                        bytes(child.hasData(), child.getData())))
                .toList();
        return new Children(list.getNamesList(), children, list.getNextPageToken(), stat(list.getStat()), zxid);
    }

    static ScanResponse scan(Response response) {
        ResponseMapping.expect(response, ResultCase.SCAN);
        return response.getScan();
    }

    static List<ScannedZnode> scanned(ScanResponse scan) {
        return scan.getNodesList().stream()
                .map(node ->
                        new ScannedZnode(node.getPath(), stat(node.getStat()), bytes(node.hasData(), node.getData())))
                .toList();
    }

    static Descendants descendants(Response response) {
        ResponseMapping.expect(response, ResultCase.COUNT_DESCENDANTS);
        return descendants(response.getCountDescendants(), response.getZxid());
    }

    private static Descendants descendants(CountDescendantsResponse count, long zxid) {
        return new Descendants(count.getDescendants(), count.getDataBytes(), stat(count.getStat()), zxid);
    }

    static Page<String> ephemerals(Response response) {
        ResponseMapping.expect(response, ResultCase.LIST_EPHEMERALS);
        return new Page<>(
                response.getListEphemerals().getPathsList(),
                response.getListEphemerals().getNextPageToken(),
                response.getZxid());
    }

    static ZnodeAcl acl(Response response) {
        ResponseMapping.expect(response, ResultCase.GET_ACL);
        return acl(response.getGetAcl(), response.getZxid());
    }

    private static ZnodeAcl acl(GetAclResponse acl, long zxid) {
        List<AclEntry> entries = acl.getAcl().getEntriesList().stream()
                .map(entry -> new AclEntry(
                        identity(entry.getIdentity()),
                        entry.getPermissionsList().stream()
                                .map(EnumMapping::permission)
                                .collect(Collectors.toSet())))
                .toList();
        return new ZnodeAcl(new Acl(entries), stat(acl.getStat()), zxid);
    }

    static QuotaUsage quota(Response response) {
        ResponseMapping.expect(response, ResultCase.GET_QUOTA);
        return quota(response.getGetQuota().getUsage());
    }

    static Page<QuotaUsage> quotas(Response response) {
        ResponseMapping.expect(response, ResultCase.LIST_QUOTAS);
        return new Page<>(
                response.getListQuotas().getQuotasList().stream()
                        .map(ReadAnswers::quota)
                        .toList(),
                response.getListQuotas().getNextPageToken(),
                response.getZxid());
    }

    private static QuotaUsage quota(io.grove.api.v1.QuotaUsage usage) {
        io.grove.api.v1.Quota limits = usage.getQuota();
        Quota quota = new Quota(
                limits.hasSoftCount() ? OptionalLong.of(limits.getSoftCount()) : OptionalLong.empty(),
                limits.hasSoftBytes() ? OptionalLong.of(limits.getSoftBytes()) : OptionalLong.empty(),
                limits.hasHardCount() ? OptionalLong.of(limits.getHardCount()) : OptionalLong.empty(),
                limits.hasHardBytes() ? OptionalLong.of(limits.getHardBytes()) : OptionalLong.empty());
        return new QuotaUsage(usage.getPath(), quota, usage.getCount(), usage.getBytes());
    }

    static Batch batch(Response response) {
        ResponseMapping.expect(response, ResultCase.BATCH_READ);
        long zxid = response.getZxid();
        return new Batch(
                response.getBatchRead().getResultsList().stream()
                        .map(result -> result(result, zxid))
                        .toList(),
                zxid);
    }

    private static ReadResult result(BatchReadResult result, long zxid) {
        return switch (result.getResultCase()) {
            case ERROR -> new ReadResult.Failed(ErrorMapping.exception(result.getError(), zxid));
            case EXISTS -> new ReadResult.Exists(existence(result.getExists(), zxid));
            case GET -> new ReadResult.Got(znode(result.getGet(), zxid));
            case LIST_CHILDREN -> new ReadResult.Listed(children(result.getListChildren(), zxid));
            case GET_ACL -> new ReadResult.GotAcl(acl(result.getGetAcl(), zxid));
            case COUNT_DESCENDANTS -> new ReadResult.Counted(descendants(result.getCountDescendants(), zxid));
            case RESULT_NOT_SET -> throw new IllegalArgumentException("a result of an unknown kind");
        };
    }

    static List<Identity> identities(Response response) {
        if (response.hasAuthenticate()) {
            return identities(response.getAuthenticate().getIdentitiesList());
        }
        ResponseMapping.expect(response, ResultCase.WHO_AM_I);
        return identities(response.getWhoAmI().getIdentitiesList());
    }

    static List<Identity> identities(List<io.grove.api.v1.Identity> identities) {
        return identities.stream().map(ReadAnswers::identity).toList();
    }

    private static Identity identity(io.grove.api.v1.Identity identity) {
        return new Identity(identity.getScheme(), identity.getId());
    }

    static Long synced(Response response) {
        ResponseMapping.expect(response, ResultCase.SYNC);
        return response.getZxid();
    }

    static byte @Nullable [] bytes(boolean isPresent, ByteString data) {
        return isPresent ? data.toByteArray() : null;
    }

    static Stat stat(io.grove.api.v1.Stat stat) {
        return new Stat(
                stat.getCzxid(),
                stat.getMzxid(),
                stat.getPzxid(),
                stat.getCtimeMs(),
                stat.getMtimeMs(),
                stat.getVersion(),
                stat.getCversion(),
                stat.getAversion(),
                stat.getEphemeralOwner(),
                stat.getDataLength(),
                stat.getNumChildren(),
                EnumMapping.kind(stat.getKind()),
                stat.getTtlMs());
    }
}
