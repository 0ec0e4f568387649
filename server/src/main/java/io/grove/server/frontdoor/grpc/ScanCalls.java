package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScanResponse;
import io.grove.api.v1.ResponseHeader;
import io.grove.server.metrics.Operation;
import io.grove.server.time.Ticker;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.pipeline.Request;
import io.grove.server.session.Answer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.Reply.Refusal;
import io.grove.tree.Caller;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans of clients without a session stream: page after page of one state, each asked for only when the client has
 * taken those before. So a scan holds one page in memory, and no thread, however slowly it is read; one whose client
 * stops reading for long loses its state, like any pages in progress.
 */
final class ScanCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ScanCalls.class);

    /** Bounds what all scans together hold in memory. */
    private static final int SCANS_MAX = 256;

    private static final long RETRY_AFTER_MS = 1_000;

    private final Pages pages;
    private final Function<Answer, ResponseHeader> headers;
    private final ServerMeters meters;
    private final Ticker ticker;
    private final Executor executor;
    private final AtomicInteger scans = new AtomicInteger();

    /** Where pages come from. */
    @FunctionalInterface
    interface Pages {
        CompletableFuture<Answer> read(Request.Read page, Caller caller);
    }

    /**
     * Creates it.
     *
     * @param headers makes the header of each message
     * @param executor sends the pages
     */
    ScanCalls(
            Pages pages,
            Function<Answer, ResponseHeader> headers,
            ServerMeters meters,
            Ticker ticker,
            Executor executor) {
        this.pages = pages;
        this.headers = headers;
        this.meters = meters;
        this.ticker = ticker;
        this.executor = executor;
    }

    void run(ScanRequest request, StreamObserver<ScanResponse> observer) {
        ServerCallStreamObserver<ScanResponse> call = (ServerCallStreamObserver<ScanResponse>) observer;
        try {
            Scan scan = new Scan(call, Callers.current(), ReadMapping.UNARY.scan(request));
            call.setOnReadyHandler(scan::goOn);
            call.setOnCancelHandler(scan::end);
            if (scans.incrementAndGet() > SCANS_MAX) {
                scan.refuse(Refusal.overloaded("this member has too many scans", RETRY_AFTER_MS));
            } else {
                scan.ask();
            }
        } catch (RefusedException e) {
            call.onError(ErrorMapping.toException(e.refusal()));
            meters.requestAnswered(Operation.SCAN, StreamTimes.result(e.refusal()), 0);
        }
    }

    /** One scan. What it does is handed from one thread to the next; never are there two at a time. */
    private final class Scan {
        private final ServerCallStreamObserver<ScanResponse> call;
        private final Caller caller;
        private final long start = ticker.nanos();
        private final AtomicBoolean isEnded = new AtomicBoolean();

        /** Whether a page is being read or sent; whoever makes it so asks for the next. */
        private final AtomicBoolean isBusy = new AtomicBoolean(true);

        private volatile Request.Read next;

        Scan(ServerCallStreamObserver<ScanResponse> call, Caller caller, Request.Read first) {
            this.call = call;
            this.caller = caller;
            this.next = first;
        }

        void ask() {
            UnaryAnswers.whenAnswered(pages.read(next, caller), executor, this::answered);
        }

        private void answered(Answer answer) {
            try {
                if (answer.reply() instanceof Reply.Scanned page && !isEnded.get()) {
                    send(page, answer);
                } else if (answer.reply() instanceof Refusal refusal) {
                    refuse(refusal);
                }
            } catch (RuntimeException e) {
                LOG.error("event=defect operation={}", Operation.SCAN, e);
                refuse(Refusal.of(RefusalReason.INTERNAL, "a defect of the member"));
            }
        }

        private void send(Reply.Scanned page, Answer answer) {
            call.onNext(ReadReplyMapping.scan(page)
                    .clearNextPageToken()
                    .setHeader(headers.apply(answer))
                    .build());
            if (page.nextPageToken().isEmpty()) {
                call.onCompleted();
                ended(ServerMeters.OK);
            } else {
                next = ReadMapping.nextPage(next, page.nextPageToken());
                isBusy.set(false);
                goOn();
            }
        }

        /** Asks for the next page if the client has room for it; otherwise it will be called again when it has. */
        void goOn() {
            if (!isEnded.get() && call.isReady() && isBusy.compareAndSet(false, true)) {
                ask();
            }
        }

        void refuse(Refusal refusal) {
            if (!isEnded.get()) {
                call.onError(ErrorMapping.toException(refusal));
                ended(StreamTimes.result(refusal));
            }
        }

        private void ended(String result) {
            end();
            meters
                    .requestAnswered(Operation.SCAN, result, ticker.nanos() - start);
        }

        /** It is over, or the client has gone. Harmless when repeated. */
        void end() {
            if (isEnded.compareAndSet(false, true)) {
                scans.decrementAndGet();
            }
        }
    }
}
