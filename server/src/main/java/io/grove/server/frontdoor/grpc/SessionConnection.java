package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.Attach;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.Open;
import io.grove.api.v1.Request;
import io.grove.api.v1.Requests;
import io.grove.server.metrics.Operation;
import io.grove.server.pipeline.SessionStream;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.Reply.Refusal;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/**
 * One session stream: frames in, in order, on gRPC's thread; frames out by {@link SessionDrain}. A bad frame ends the
 * stream, a bad request is answered on it and harms nobody. That the first frame, and only the first, opens or attaches
 * is the pipeline's business.
 */
final class SessionConnection implements StreamObserver<ConnectRequest> {
    private final SessionStream stream;
    private final StreamTimes times;
    private boolean isGreeted;

    SessionConnection(
            DoorServices services, Headers headers, Executor executor, ServerCallStreamObserver<ConnectResponse> call) {
        times = new StreamTimes(services.meters(), services.ticker());
        SessionDrain drain = new SessionDrain(services.config().limits(), headers, call, times);
        SerialDrain serial = new SerialDrain(executor, drain::drain);
        // A wish only hands over to the executor, so that it may be made under the state lock.
        stream = services.core().pipeline().connect(Callers.current(), Runnable::run, serial::wish);
        drain.connectTo(stream);
        call.setOnReadyHandler(serial::wish);
        call.setOnCancelHandler(stream::disconnected);
        // Also when a defect has ended the call.
        call.setOnCloseHandler(stream::disconnected);
    }

    @Override
    public void onNext(ConnectRequest frame) {
        try {
            take(frame);
        } catch (RefusedException e) {
            end(e.refusal());
        }
    }

    private void take(ConnectRequest frame) {
        switch (frame.getFrameCase()) {
            case OPEN -> open(frame.getOpen());
            case ATTACH -> attach(frame.getAttach());
            case REQUESTS -> requests(frame.getRequests());
            case HEARTBEAT -> {
                acknowledge(frame.getHeartbeat().getAcknowledgedWriteNumber());
                stream.heartbeat();
            }
            case CLOSE ->
                stream.close(
                        frame.getClose().hasLinger()
                                ? FieldMapping.durationMs(
                                        "linger", frame.getClose().getLinger())
                                : 0);
            case FRAME_NOT_SET -> throw RefusedException.badArguments("the frame is empty");
        }
    }

    private void open(Open open) {
        isGreeted = true;
        times.greeted(Operation.OPEN_SESSION);
        stream.open(new SessionWish(
                FieldMapping.timeoutMs(open.hasTimeout(), open.getTimeout()),
                open.getClientName(),
                open.getLabelsMap()));
    }

    private void attach(Attach attach) {
        isGreeted = true;
        times.greeted(Operation.ATTACH_SESSION);
        stream.attach(
                FieldMapping.credential(attach.hasSession(), attach.getSession()),
                FieldMapping.notNegative("last_zxid_seen", attach.getLastZxidSeen()));
    }

    private void requests(Requests frame) {
        acknowledge(frame.getAcknowledgedWriteNumber());
        for (Request request : frame.getRequestsList()) {
            if (!stream.outbox().isEnded()) {
                times.started(request.getXid(), RequestMapping.operation(request));
            }
            stream.submit(request.getXid(), request.getWriteNumber(), RequestMapping.request(request));
        }
    }

    private void acknowledge(long writeNumber) {
        if (FieldMapping.notNegative("acknowledged_write_number", writeNumber) > 0) {
            stream.acknowledged(writeNumber);
        }
    }

    /** Behind all that waits already, so that the client gets what it was promised. */
    private void end(Refusal refusal) {
        stream.outbox().offer(new OutboundFrame.Ended(refusal));
    }

    @Override
    public void onError(Throwable cause) {
        stream.disconnected();
    }

    /**
     * The client will say no more. What it asked for is still answered, until it cancels, or its session, which shows
     * no more life, expires.
     */
    @Override
    public void onCompleted() {
        if (!isGreeted) {
            end(Refusal.badArguments("the client ended the stream before its first frame"));
        }
    }
}
