package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request and the future that waits for its answer. After it has been given to the loop, only the loop touches its
 * mutable fields. The future may fail before the answer comes (request timeout); a write is then still sent again until
 * it is answered, because its number is taken.
 */
final class PendingRequest<T> {
    private final Request template;
    private final Function<Response, T> mapping;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final WatchRegistry.@Nullable Entry watch;

    /** Only for carrying a watch or an identity over to the present stream: forgotten with it. */
    private final boolean isOfStream;

    private final int bytes;
    private final int dataBytesMax;

    long deadlineNanos;
    long sentNanos;
    long xid;
    long writeNumber;
    boolean answered;
    boolean abandoned;

    PendingRequest(Request template, Function<Response, T> mapping, WatchRegistry.@Nullable Entry watch) {
        this(template, mapping, watch, false);
    }

    PendingRequest(
            Request template, Function<Response, T> mapping, WatchRegistry.@Nullable Entry watch, boolean isOfStream) {
        this.template = template;
        this.mapping = mapping;
        this.watch = watch;
        this.isOfStream = isOfStream;
        this.bytes = template.getSerializedSize();
        this.dataBytesMax = largestData(template);
    }

    CompletableFuture<T> future() {
        return future;
    }

    WatchRegistry.@Nullable Entry watch() {
        return watch;
    }

    boolean isOfStream() {
        return isOfStream;
    }

    int bytes() {
        return bytes;
    }

    /** Size of the largest data of a znode in it. */
    int dataBytesMax() {
        return dataBytesMax;
    }

    Request template() {
        return template;
    }

    /** The request as it is sent, each time. */
    Request numbered() {
        return template.toBuilder().setXid(xid).setWriteNumber(writeNumber).build();
    }

    boolean isWrite() {
        return switch (template.getOperationCase()) {
            case CREATE, DELETE, DELETE_TREE, SET, SET_ACL, SET_QUOTA, COMMIT -> true;
            default -> false;
        };
    }

    /** Whether it was ever sent: a write may then have been applied. */
    boolean wasSent() {
        return xid != 0;
    }

    private static int largestData(Request request) {
        return switch (request.getOperationCase()) {
            case CREATE -> request.getCreate().getData().size();
            case SET -> request.getSet().getData().size();
            case COMMIT ->
                request.getCommit().getOperationsList().stream()
                        .mapToInt(o -> Math.max(
                                o.getCreate().getData().size(),
                                o.getSet().getData().size()))
                        .max()
                        .orElse(0);
            default -> 0;
        };
    }

    /** Completes the future; on the callback thread. */
    void complete(Response response) {
        if (response.hasError() && !isHarmless(response)) {
            // A refused write has a place in the order, too; the answer may reflect more than that.
            long zxid = response.getWriteZxid() == 0 ? response.getZxid() : response.getWriteZxid();
            future.completeExceptionally(ErrorMapping.exception(response.getError(), zxid));
            return;
        }
        try {
            future.complete(mapping.apply(response));
        } catch (RuntimeException e) {
            future.completeExceptionally(
                    new GroveException(Reason.INTERNAL, "the member's answer makes no sense: " + e.getMessage()));
        }
    }

    /** Fails the future; on the callback thread. */
    void fail(GroveException error) {
        future.completeExceptionally(error);
    }

    /** To take back a watch that the member does not have is what was wanted. */
    private boolean isHarmless(Response response) {
        return template.hasRemoveWatch()
                && ErrorMapping.reason(response.getError().getReason()) == Reason.NO_WATCH;
    }
}
