package io.grove.server.frontdoor.grpc;

import io.grove.server.metrics.Operation;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.session.Answer;
import io.grove.server.session.Reply.Refusal;
import io.grove.server.time.Ticker;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures the requests of one session stream. Bounded by what may be unanswered on a stream. Thread-safe. */
final class StreamTimes {
    private final ServerMeters meters;
    private final Ticker ticker;
    private final Map<Long, Started> startedByXid = new HashMap<>();
    private @Nullable Started greeting;

    private record Started(Operation operation, long nanos) {}

    StreamTimes(ServerMeters meters, Ticker ticker) {
        this.meters = meters;
        this.ticker = ticker;
    }

    /** The first frame has come. */
    synchronized void greeted(Operation operation) {
        greeting = new Started(operation, ticker.nanos());
    }

    /**
     * The first frame has its answer: the stream is open, or has ended before.
     *
     * @param result {@link ServerMeters#OK} or the reason of the refusal
     */
    void greetingAnswered(String result) {
        Started started;
        synchronized (this) {
            started = greeting;
            greeting = null;
        }
        record(started, result);
    }

    synchronized void started(long xid, Operation operation) {
        startedByXid.put(xid, new Started(operation, ticker.nanos()));
    }

    void answered(long xid, Answer answer) {
        Started started;
        synchronized (this) {
            started = startedByXid.remove(xid);
        }
        record(started, answer.reply() instanceof Refusal refusal ? result(refusal) : ServerMeters.OK);
    }

    private void record(@Nullable Started started, String result) {
        if (started != null) {
            meters.requestAnswered(started.operation(), result, ticker.nanos() - started.nanos());
        }
    }

    /** The label of a refusal. */
    static String result(Refusal refusal) {
        return refusal.reason().name().toLowerCase(Locale.ROOT);
    }
}
