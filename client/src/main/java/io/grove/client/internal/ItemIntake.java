package io.grove.client.internal;

import io.grove.api.v1.Item;
import io.grove.api.v1.Items;
import io.grove.api.v1.Response;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes answers and events in: what they mean for window, watches and lease, and which callbacks are due. On the loop.
 */
final class ItemIntake {
    private final RequestWindow window;
    private final WatchRegistry watches;
    private final SessionStatus status;
    private final Lease lease;
    private final Admission admission;
    private final Proofs proofs;

    ItemIntake(
            RequestWindow window,
            WatchRegistry watches,
            SessionStatus status,
            Lease lease,
            Admission admission,
            Proofs proofs) {
        this.proofs = proofs;
        this.window = window;
        this.watches = watches;
        this.status = status;
        this.lease = lease;
        this.admission = admission;
    }

    /**
     * Takes the items in their order.
     *
     * @param calls is given the callbacks that are due
     * @return null, or the answer that says that the stream can't go on; it and what follows it are not taken
     */
    @Nullable GroveException take(Items items, List<Runnable> calls) {
        for (Item item : items.getItemsList()) {
            switch (item.getItemCase()) {
                case RESPONSE -> {
                    GroveException problem = take(item.getResponse(), calls);
                    if (problem != null) {
                        return problem;
                    }
                }
                case EVENT -> {
                    status.saw(item.getEvent().getZxid());
                    calls.addAll(watches.take(
                            ResponseMapping.event(item.getEvent()),
                            item.getEvent().getWatchIdsList()));
                }
                case ITEM_NOT_SET -> {} // Of a later version: not for us.
            }
        }
        return null;
    }

    private @Nullable GroveException take(Response response, List<Runnable> calls) {
        PendingRequest<?> request = window.find(response.getXid());
        if (request == null) {
            return null; // Given up and forgotten.
        }
        if (response.hasError()
                && endsStream(request, ErrorMapping.reason(response.getError().getReason()))) {
            return ErrorMapping.exception(response.getError(), response.getZxid());
        }
        window.answered(request);
        admission.leave(request);
        lease.confirmed(request.sentNanos);
        status.saw(response.getZxid());
        watches.completeUpTo(response.getZxid());
        if (request.template().hasAuthenticate() && !response.hasError()) {
            proofs.accepted(request.template());
        }
        if (request.watch() != null) {
            if (request.template().hasRemoveWatch()) {
                watches.drop(request.watch());
            } else {
                watches.answered(request.watch(), !response.hasError());
            }
        }
        calls.add(() -> request.complete(response));
        return null;
    }

    /**
     * Answers that are not about the request but about the session or the stream. The request is sent again on the next
     * stream; for a write with its number, so that it is in nobody's way.
     */
    private static boolean endsStream(PendingRequest<?> request, Reason reason) {
        return switch (reason) {
            case SESSION_EXPIRED -> !request.template().hasListEphemerals(); // That may be about another session.
            case SESSION_MOVED, WRITE_OUT_OF_ORDER -> true;
            case OVERLOADED, NO_LEADER, OUTCOME_UNKNOWN -> request.isWrite() || request.isOfStream();
            default -> request.isOfStream();
        };
    }
}
