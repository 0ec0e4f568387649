package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.WatchResponse;
import io.grove.server.pipeline.WatchStream;
import io.grove.server.session.OutboundFrame;
import io.grove.server.time.ScheduledTask;
import io.grove.server.watch.WatchEvent;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of one watch stream as long as the client takes them. {@link #drain} is run by one thread at a time.
 */
final class WatchDrain {
    private final Headers headers;
    private final ServerCallStreamObserver<WatchResponse> call;
    private final Runnable onStop;
    private @Nullable WatchStream stream;
    private @Nullable ScheduledTask marks;
    private boolean isStopped;

    WatchDrain(Headers headers, ServerCallStreamObserver<WatchResponse> call, Runnable onStop) {
        this.headers = headers;
        this.call = call;
        this.onStop = onStop;
    }

    /**
     * Begins.
     *
     * @param repeat repeats a task that adds a mark of progress, so that a quiet watch, too, resumes from a recent zxid
     */
    void start(WatchStream source, Function<Runnable, ScheduledTask> repeat) {
        ScheduledTask task = repeat.apply(source::progress);
        boolean isTooLate;
        synchronized (this) {
            stream = source;
            marks = task;
            isTooLate = isStopped;
        }
        if (isTooLate) {
            task.cancel();
            source.close();
        }
    }

    /** The client has gone, or has all that it waits for. Harmless when repeated. */
    void stop() {
        WatchStream source;
        synchronized (this) {
            if (isStopped) {
                return;
            }
            isStopped = true;
            source = stream;
            if (marks != null) {
                marks.cancel();
            }
        }
        if (source != null) {
            source.close();
        }
        onStop.run();
    }

    void drain() {
        WatchStream source = current();
        while (source != null && call.isReady()) {
            OutboundFrame frame = source.outbox().poll();
            if (frame == null) {
                return;
            }
            send(frame);
            source = current();
        }
    }

    private synchronized @Nullable WatchStream current() {
        return isStopped ? null : stream;
    }

    private void send(OutboundFrame frame) {
        if (frame instanceof OutboundFrame.Progress progress) {
            call.onNext(WatchResponse.newBuilder()
                    .setHeader(headers.at(progress.zxid()))
                    .build());
        } else if (frame instanceof OutboundFrame.Events events) {
            sendEvents(events);
        } else if (frame instanceof OutboundFrame.Closed) {
            stop();
            call.onCompleted();
        } else if (frame instanceof OutboundFrame.Ended ended) {
            stop();
            call.onError(ErrorMapping.toException(ended.refusal()));
        }
    }

    /**
     * The header says up to which zxid every event has been delivered: the zxid before that of the next event, if there
     * is one. So a client that resumes in the middle of a command gets the whole command again, and one that resumes
     * in the middle of what it had missed gets the rest of it.
     */
    private void sendEvents(OutboundFrame.Events events) {
        List<WatchEvent> all = events.events();
        for (int i = 0; i < all.size(); i++) {
            WatchEvent event = all.get(i);
            long delivered = i + 1 < all.size() ? all.get(i + 1).zxid() - 1 : events.zxid();
            call.onNext(WatchMapping.toResponse(event)
                    .setHeader(headers.at(delivered))
                    .build());
        }
    }
}
