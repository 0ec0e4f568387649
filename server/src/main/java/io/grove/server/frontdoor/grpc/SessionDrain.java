package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.Closed;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.ContactChanged;
import io.grove.api.v1.HeartbeatAck;
import io.grove.api.v1.Item;
import io.grove.api.v1.Items;
import io.grove.api.v1.Opened;
import io.grove.api.v1.SessionCredential;
import io.grove.server.config.GroveConfig;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.pipeline.RequestPipeline;
import io.grove.server.pipeline.SessionStream;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grpc.stub.ServerCallStreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the outbox of one session stream, as long as the client takes it (flow control): answers and
 * events that wait together travel in one message. One thread at a time.
 */
final class SessionDrain {
    private static final Logger LOG = LoggerFactory.getLogger(SessionDrain.class);

    /** Where a message is full. A frame is never split, so that one may be larger. */
    private static final int ITEMS_MAX = 512;

    private static final int ITEMS_BYTES = 128 << 10;

    private final GroveConfig.Limits limits;
    private final Headers headers;
    private final ServerCallStreamObserver<ConnectResponse> call;
    private final StreamTimes times;
    private volatile @Nullable SessionStream stream;
    private Items.Builder items = Items.newBuilder();
    private int itemsBytes;
    private boolean isEnded;

    SessionDrain(
            GroveConfig.Limits limits,
            Headers headers,
            ServerCallStreamObserver<ConnectResponse> call,
            StreamTimes times) {
        this.limits = limits;
        this.headers = headers;
        this.call = call;
        this.times = times;
    }

    /** Before the client's first frame. */
    void connectTo(SessionStream source) {
        stream = source;
    }

    void drain() {
        SessionStream source = stream;
        if (source == null) {
            return;
        }
        try {
            drain(source);
        } catch (RuntimeException defect) {
            // What was taken out is lost, and a stream with a hole in it is worse than none: the client attaches anew.
            LOG.error("event=defect what=session_drain", defect);
            isEnded = true;
            source.disconnected();
            call.onError(ErrorMapping.toException(Refusal.of(RefusalReason.INTERNAL, "a defect of the member")));
        }
    }

    private void drain(SessionStream source) {
        while (!isEnded && call.isReady()) {
            OutboundFrame frame = source.outbox().poll();
            if (frame == null) {
                break;
            }
            send(frame, source);
        }
        flush();
    }

    private void send(OutboundFrame frame, SessionStream source) {
        if (frame instanceof OutboundFrame.Answered answered) {
            times.answered(answered.xid(), answered.answer());
            add(Item.newBuilder()
                    .setResponse(ReplyMapping.response(answered.xid(), answered.answer()))
                    .build());
        } else if (frame instanceof OutboundFrame.Events events) {
            events.events()
                    .forEach(event -> add(Item.newBuilder()
                            .setEvent(WatchMapping.toProto(event))
                            .build()));
        } else {
            flush();
            sendAlone(frame, source);
        }
        if (items.getItemsCount() >= ITEMS_MAX || itemsBytes >= ITEMS_BYTES) {
            flush();
        }
    }

    private void add(Item item) {
        items.addItems(item);
        itemsBytes += item.getSerializedSize();
    }

    private void flush() {
        if (items.getItemsCount() > 0) {
            call.onNext(ConnectResponse.newBuilder().setItems(items).build());
            items = Items.newBuilder();
            itemsBytes = 0;
        }
    }

    private void sendAlone(OutboundFrame frame, SessionStream source) {
        ConnectResponse.Builder response = ConnectResponse.newBuilder();
        if (frame instanceof OutboundFrame.Ended ended) {
            times.greetingAnswered(StreamTimes.result(ended.refusal()));
            isEnded = true;
            call.onError(ErrorMapping.toException(ended.refusal()));
            source.disconnected();
            return;
        }
        if (frame instanceof OutboundFrame.Opened opened) {
            times.greetingAnswered(ServerMeters.OK);
            response.setOpened(opened(opened));
        } else if (frame instanceof OutboundFrame.Progress progress) {
            response.setHeartbeatAck(HeartbeatAck.newBuilder().setZxid(progress.zxid()));
        } else if (frame instanceof OutboundFrame.ContactChanged changed) {
            response.setContactChanged(ContactChanged.newBuilder().setInContact(changed.inContact()));
        } else if (frame instanceof OutboundFrame.Closed closed) {
            response.setClosed(Closed.newBuilder().setZxid(closed.zxid()));
        }
        call.onNext(response.build());
        if (frame.isLast()) {
            isEnded = true;
            call.onCompleted();
            source.disconnected();
        }
    }

    private Opened opened(OutboundFrame.Opened opened) {
        byte[] secret = opened.secret();
        SessionCredential credential = secret == null
                ? SessionCredential.newBuilder()
                        .setSessionId(opened.sessionId().value())
                        .build()
                : FieldMapping.credential(opened.sessionId(), secret);
        return Opened.newBuilder()
                .setSession(credential)
                .setTimeout(FieldMapping.duration(opened.timeoutMs()))
                .setHeader(headers.at(opened.zxid()))
                .setWritesInFlightMax(limits.writesInFlightMax())
                .setDataBytesMax(limits.dataBytesMax())
                .setCommitOperationsMax(RequestPipeline.COMMIT_OPERATIONS_MAX)
                .setRequestBytesMax(limits.requestBytesMax())
                .setWatchesMax(limits.watchesMax())
                .setEphemeralsMax(opened.ephemeralsMax())
                .build();
    }
}
