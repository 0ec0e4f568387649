package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.client.Children;
import io.grove.client.Consistency;
import io.grove.client.Existence;
import io.grove.client.GroveReader;
import io.grove.client.PageOptions;
import io.grove.client.ReadOptions;
import io.grove.client.WatchMode;
import io.grove.client.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns the calls of a {@link GroveReader} into requests; how they travel is for the subclass. Thread-safe. */
abstract class Reads implements GroveReader {

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

    @Override
    public final CompletableFuture<Existence> exists(String path, ReadOptions options) {
        var watch = watch(path, WatchMode.ONE_SHOT_EXISTS, options);
        return call(path, watch, () -> RequestMapping.exists(path, options, watch), ResponseMapping::existence);
    }

    @Override
    public final CompletableFuture<Znode> get(String path, ReadOptions options) {
        var watch = watch(path, WatchMode.ONE_SHOT_DATA, options);
        return call(path, watch, () -> RequestMapping.get(path, options, watch), ResponseMapping::znode);
    }

    @Override
    public final CompletableFuture<Children> children(String path, ReadOptions options) {
        ReadOptions further = options.consistency() == Consistency.STALE ? ReadOptions.stale() : ReadOptions.session();
        return rest(path, childrenPage(path, new PageOptions(0, "", options)), further);
    }

    /** Reads the pages after this one, without watch, at least as fresh as the first. */
    private CompletableFuture<Children> rest(String path, CompletableFuture<Children> first, ReadOptions further) {
        return first.thenCompose(page -> {
            if (!page.hasNextPage()) {
                return first;
            }
            PageOptions next = new PageOptions(0, page.nextPageToken(), further.withMinZxid(page.zxid()));
            return rest(path, childrenPage(path, next), further).thenApply(tail -> {
                List<String> names = new ArrayList<>(page.names());
                names.addAll(tail.names());
                return new Children(names, "", tail.stat(), tail.zxid());
            });
        });
    }

    @Override
    public final CompletableFuture<Children> childrenPage(String path, PageOptions options) {
        var watch = watch(path, WatchMode.ONE_SHOT_CHILDREN, options.read());
        return call(path, watch, () -> RequestMapping.children(path, options, watch), ResponseMapping::children);
    }

    @Override
    public final CompletableFuture<Long> sync() {
        return call(null, null, RequestMapping::sync, ResponseMapping::synced);
    }
}
