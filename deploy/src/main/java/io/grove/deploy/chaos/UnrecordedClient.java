package io.grove.deploy.chaos;

import io.grove.client.Acl;
import io.grove.client.AclOptions;
import io.grove.client.Batch;
import io.grove.client.Children;
import io.grove.client.Credential;
import io.grove.client.DeleteTreeOptions;
import io.grove.client.Descendants;
import io.grove.client.EphemeralsOptions;
import io.grove.client.GroveClient;
import io.grove.client.Identity;
import io.grove.client.OperationResult;
import io.grove.client.Page;
import io.grove.client.PageOptions;
import io.grove.client.Quota;
import io.grove.client.QuotaUsage;
import io.grove.client.QuotasOptions;
import io.grove.client.Read;
import io.grove.client.ReadOptions;
import io.grove.client.Scan;
import io.grove.client.ScanOptions;
import io.grove.client.ZnodeAcl;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a history has no place for, and a recording client therefore does not do. */
abstract class UnrecordedClient implements GroveClient {
    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("this operation is not recorded");
    }

    @Override
    public final CompletableFuture<OperationResult.TreeDeleted> deleteTree(String path, DeleteTreeOptions options) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<OperationResult.Updated> setAcl(String path, Acl acl, AclOptions options) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<Long> setQuota(String path, Quota quota) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<List<Identity>> authenticate(Credential credential) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<Void> removeWatches(String path) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<Void> removeAllWatches() {
        throw refusal();
    }

    @Override
    public final CompletableFuture<Children> childrenPage(String path, PageOptions options) {
        throw refusal();
    }

    @Override
    public final Scan scan(String path, ScanOptions options, ReadOptions read) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<Descendants> countDescendants(String path, ReadOptions options) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<Page<String>> ephemerals(EphemeralsOptions options) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<Batch> batchRead(List<Read> reads, ReadOptions options) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<ZnodeAcl> getAcl(String path, ReadOptions options) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<QuotaUsage> getQuota(String path, ReadOptions options) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<Page<QuotaUsage>> quotas(QuotasOptions options) {
        throw refusal();
    }

    @Override
    public final CompletableFuture<List<Identity>> whoAmI() {
        throw refusal();
    }
}
