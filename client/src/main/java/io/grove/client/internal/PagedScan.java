package io.grove.client.internal;

import io.grove.api.v1.ScanResponse;
import io.grove.client.Scan;
import io.grove.client.ScannedZnode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A scan page by page: each is asked for when the one before was taken. */
final class PagedScan implements Scan {
    private final Function<String, CompletableFuture<ScanResponse>> pages;
    private volatile String token = "";
    private volatile boolean ended;

    /** Gets the page after the one that gave this token; the first by an empty one. */
    PagedScan(Function<String, CompletableFuture<ScanResponse>> pages) {
        this.pages = pages;
    }

    @Override
    public CompletableFuture<List<ScannedZnode>> next() {
        if (ended) {
            return CompletableFuture.completedFuture(List.of());
        }
        return pages.apply(token).thenCompose(page -> {
            token = page.getNextPageToken();
            ended |= token.isEmpty();
            // Empty means the end to the caller, so a page on which nothing is left is passed over.
            return page.getNodesCount() == 0 ? next() : CompletableFuture.completedFuture(ReadAnswers.scanned(page));
        });
    }

    @Override
    public void close() {
        ended = true;
    }
}
