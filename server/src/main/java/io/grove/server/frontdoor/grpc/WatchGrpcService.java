package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.WatchRequest;
import io.grove.api.v1.WatchResponse;
import io.grove.api.v1.WatchServiceGrpc;
import io.grove.server.watch.Watch;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches of clients without a session stream. */
final class WatchGrpcService extends WatchServiceGrpc.WatchServiceImplBase {
    private final DoorServices services;
    private final Headers headers;
    private final Executor executor;
    private final AtomicInteger streamCount = new AtomicInteger();

    WatchGrpcService(DoorServices services, Headers headers, Executor executor) {
        this.services = services;
        this.headers = headers;
        this.executor = executor;
    }

    /** Number of streams that are open. */
    int streamCount() {
        return streamCount.get();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
        Watch watch;
        OptionalLong fromZxid;
        long markEveryMs;
        try {
            watch = WatchMapping.watch(request);
            markEveryMs = WatchMapping.progressIntervalMs(
                    request, services.config().timing().keepAliveMs());
            fromZxid = WatchMapping.fromZxid(request.hasFromZxid(), request.getFromZxid());
        } catch (RefusedException e) {
            observer.onError(ErrorMapping.toException(e.refusal()));
            return;
        }
        ServerCallStreamObserver<WatchResponse> call = (ServerCallStreamObserver<WatchResponse>) observer;
        WatchDrain drain = new WatchDrain(headers, call, streamCount::decrementAndGet);
        SerialDrain serial = new SerialDrain(executor, drain::drain);
        call.setOnReadyHandler(serial::wish);
        call.setOnCancelHandler(drain::stop);
        // Also when a defect has ended the call.
        call.setOnCloseHandler(drain::stop);
        streamCount.incrementAndGet();
        drain.start(
                services.core().pipeline().watch(watch, fromZxid, Callers.current(), Runnable::run, serial::wish),
                mark -> services.scheduler().repeat(mark, markEveryMs));
        serial.wish();
    }
}
