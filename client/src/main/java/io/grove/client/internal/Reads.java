package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.client.Batch;
import io.grove.client.Child;
import io.grove.client.Children;
import io.grove.client.Descendants;
import io.grove.client.EphemeralsOptions;
import io.grove.client.Existence;
import io.grove.client.GroveReader;
import io.grove.client.Identity;
import io.grove.client.ListOptions;
import io.grove.client.Page;
import io.grove.client.PageOptions;
import io.grove.client.QuotaUsage;
import io.grove.client.QuotasOptions;
import io.grove.client.Read;
import io.grove.client.ReadOptions;
import io.grove.client.WatchMode;
import io.grove.client.Znode;
import io.grove.client.ZnodeAcl;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns the calls of a {@link GroveReader} into requests; how they travel is for the subclass. Thread-safe. */
abstract class Reads implements GroveReader {

    /** The options as they are sent. May throw {@link IllegalArgumentException}. */
    abstract ReadOptions effective(ReadOptions options);

    /** The watch that these options want left, registered. */
    abstract WatchRegistry.@Nullable Entry watch(String path, WatchMode mode, ReadOptions options);

    /**
     * Asks.
     *
     * @param path the znode that it concerns, for errors
     * @param watch what it leaves, if any
     * @param request makes the request; may throw {@link IllegalArgumentException}
     * @param mapping makes the result from the answer
     */
    abstract <T> CompletableFuture<T> call(
            @Nullable String path,
            WatchRegistry.@Nullable Entry watch,
            Supplier<Request> request,
            Function<Response, T> mapping);

    private <T> CompletableFuture<T> call(
            @Nullable String path, Supplier<Request> request, Function<Response, T> mapping) {
        return call(path, null, request, mapping);
    }

    @Override
    public final CompletableFuture<Existence> exists(String path, ReadOptions options) {
        var watch = watch(path, WatchMode.ONE_SHOT_EXISTS, options);
        return call(path, watch, () -> ReadRequests.exists(path, effective(options), watch), ReadAnswers::existence);
    }

    @Override
    public final CompletableFuture<Znode> get(String path, ReadOptions options) {
        var watch = watch(path, WatchMode.ONE_SHOT_DATA, options);
        return call(path, watch, () -> ReadRequests.get(path, effective(options), watch), ReadAnswers::znode);
    }

    @Override
    public final CompletableFuture<Children> children(String path, ListOptions list, ReadOptions options) {
        PageOptions first = new PageOptions(0, "", list, options);
        return rest(path, first, childrenPage(path, first));
    }

    /** Reads the pages after this one. */
    private CompletableFuture<Children> rest(String path, PageOptions options, CompletableFuture<Children> first) {
        return first.thenCompose(page -> {
            if (!page.hasNextPage()) {
                return first;
            }
            PageOptions next = options.after(page.nextPageToken());
            return rest(path, next, childrenPage(path, next)).thenApply(tail -> joined(page, tail));
        });
    }

    private static Children joined(Children page, Children tail) {
        List<String> names = new ArrayList<>(page.names());
        names.addAll(tail.names());
        List<Child> children = new ArrayList<>(page.children());
        children.addAll(tail.children());
        return new Children(names, children, "", tail.stat(), tail.zxid());
    }

    @Override
    public final CompletableFuture<Children> childrenPage(String path, PageOptions options) {
        ReadOptions read =
                options.pageToken().isEmpty() ? options.read() : options.read().withoutWatch();
        var watch = watch(path, WatchMode.ONE_SHOT_CHILDREN, read);
        return call(
                path, watch, () -> ReadRequests.children(path, options, effective(read), watch), ReadAnswers::children);
    }

    @Override
    public final CompletableFuture<Descendants> countDescendants(String path, ReadOptions options) {
        return call(path, () -> ReadRequests.countDescendants(path, effective(options)), ReadAnswers::descendants);
    }

    @Override
    public final CompletableFuture<Page<String>> ephemerals(EphemeralsOptions options) {
        return call(null, () -> ReadRequests.ephemerals(options, effective(options.read())), ReadAnswers::ephemerals);
    }

    @Override
    public final CompletableFuture<Batch> batchRead(List<Read> reads, ReadOptions options) {
        return call(null, () -> ReadRequests.batch(reads, effective(options)), ReadAnswers::batch);
    }

    @Override
    public final CompletableFuture<ZnodeAcl> getAcl(String path, ReadOptions options) {
        return call(path, () -> ReadRequests.getAcl(path, effective(options)), ReadAnswers::acl);
    }

    @Override
    public final CompletableFuture<QuotaUsage> getQuota(String path, ReadOptions options) {
        return call(path, () -> ReadRequests.getQuota(path, effective(options)), ReadAnswers::quota);
    }

    @Override
    public final CompletableFuture<Page<QuotaUsage>> quotas(QuotasOptions options) {
        return call(null, () -> ReadRequests.quotas(options, effective(options.read())), ReadAnswers::quotas);
    }

    @Override
    public final CompletableFuture<List<Identity>> whoAmI() {
        return call(null, ReadRequests::whoAmI, ReadAnswers::identities);
    }

    @Override
    public final CompletableFuture<Long> sync() {
        return call(null, ReadRequests::sync, ReadAnswers::synced);
    }
}
