package io.grove.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.grove.api.v1.Attach;
import io.grove.api.v1.Close;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.Heartbeat;
import io.grove.api.v1.Item;
import io.grove.api.v1.Open;
import io.grove.api.v1.Opened;
import io.grove.api.v1.Request;
import io.grove.api.v1.Requests;
import io.grove.api.v1.Response;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.WatchEvent;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A session stream by the raw stub: keeps all that comes, in order, and waits for it. */
public final class StreamClient implements StreamObserver<ConnectResponse> {
    private final StreamObserver<ConnectRequest> requests;
    private final List<ConnectResponse> frames = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private Throwable error;
    private boolean isCompleted;

    private StreamClient(Channel channel) {
        requests = SessionServiceGrpc.newStub(channel).connect(this);
    }

    /** A stream without its first frame. */
    public static StreamClient connect(Channel channel) {
        return new StreamClient(channel);
    }

    /** Opens a session. */
    public static StreamClient open(Channel channel, long timeoutMs) {
        StreamClient client = new StreamClient(channel);
        client.send(ConnectRequest.newBuilder()
                .setOpen(Open.newBuilder()
                        .setTimeout(Duration.newBuilder()
                                .setSeconds(timeoutMs / 1_000)
                                .setNanos((int) (timeoutMs % 1_000) * 1_000_000))
                        .setClientName("test"))
                .build());
        return client;
    }

    /** Attaches to a session. */
    public static StreamClient attach(Channel channel, SessionCredential session, long lastZxidSeen) {
        StreamClient client = new StreamClient(channel);
        client.send(ConnectRequest.newBuilder()
                .setAttach(Attach.newBuilder().setSession(session).setLastZxidSeen(lastZxidSeen))
                .build());
        return client;
    }

    /** Sends a frame. */
    public void send(ConnectRequest frame) {
        requests.onNext(frame);
    }

    /** Sends requests in one frame. */
    public void send(Request.Builder... several) {
        Requests.Builder frame = Requests.newBuilder();
        for (Request.Builder request : several) {
            frame.addRequests(request);
        }
        send(ConnectRequest.newBuilder().setRequests(frame).build());
    }

    /** Shows life. */
    public void heartbeat() {
        send(ConnectRequest.newBuilder()
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build());
    }

    /** Asks to close the session. */
    public void close() {
        send(ConnectRequest.newBuilder().setClose(Close.getDefaultInstance()).build());
    }

    /** Breaks the connection, without a word. */
    public void cancel() {
        requests.onError(Status.CANCELLED.asRuntimeException());
    }

    /** Waits for the session to be open or attached, or for the end of the stream without. */
    public boolean isOpened() {
        awaitThat(() -> findOpened().isPresent() || isEnded());
        return findOpened().isPresent();
    }

    private Optional<Opened> findOpened() {
        return findFrame(frame -> frame.hasOpened() ? Optional.of(frame.getOpened()) : Optional.empty());
    }

    /** Waits for the session to be open or attached. */
    public Opened opened() {
        return awaitFrame(frame -> frame.hasOpened() ? Optional.of(frame.getOpened()) : Optional.empty());
    }

    /** Waits for the answer to a request. */
    public Response response(long xid) {
        awaitThat(() -> find(xid).isPresent() || isEnded());
        return find(xid).orElseThrow(() -> new AssertionError("no answer to " + xid + ", the stream ended", error));
    }

    /** Waits for the answer to a request, or for the end of the stream without it. */
    public boolean isAnswered(long xid) {
        awaitThat(() -> find(xid).isPresent() || isEnded());
        return find(xid).isPresent();
    }

    private synchronized Optional<Response> find(long xid) {
        return items.stream()
                .filter(item -> item.hasResponse() && item.getResponse().getXid() == xid)
                .map(Item::getResponse)
                .findFirst();
    }

    /** Waits for so many events. */
    public List<WatchEvent> events(int count) {
        awaitThat(() -> eventsSoFar().size() >= count || isEnded());
        assertThat(eventsSoFar()).hasSize(count);
        return eventsSoFar();
    }

    /** The events that have come. */
    public synchronized List<WatchEvent> eventsSoFar() {
        return items.stream().filter(Item::hasEvent).map(Item::getEvent).toList();
    }

    /** All answers and events that have come, in order. */
    public synchronized List<Item> items() {
        return List.copyOf(items);
    }

    /** The zxid up to which the member has said that everything was sent. */
    public synchronized long acknowledgedZxid() {
        return frames.stream()
                .filter(ConnectResponse::hasHeartbeatAck)
                .mapToLong(frame -> frame.getHeartbeatAck().getZxid())
                .max()
                .orElse(0);
    }

    /** Waits for a frame. */
    public <T> T awaitFrame(java.util.function.Function<ConnectResponse, Optional<T>> choice) {
        awaitThat(() -> findFrame(choice).isPresent() || isEnded());
        return findFrame(choice).orElseThrow(() -> new AssertionError("the stream ended", error));
    }

    private synchronized <T> Optional<T> findFrame(java.util.function.Function<ConnectResponse, Optional<T>> choice) {
        return frames.stream().flatMap(frame -> choice.apply(frame).stream()).findFirst();
    }

    /** Waits for the end of the stream by an error. */
    public StatusRuntimeException failure() {
        awaitThat(this::isEnded);
        assertThat(error).isInstanceOf(StatusRuntimeException.class);
        return (StatusRuntimeException) error;
    }

    /** Waits for the end of the stream without an error. */
    public void completion() {
        awaitThat(this::isEnded);
        assertThat(error).isNull();
    }

    /** Looks often: some tests wait for hundreds of answers one after the other. */
    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(TestEnsemble.LONG)
                .pollDelay(java.time.Duration.ZERO)
                .pollInterval(java.time.Duration.ofMillis(5))
                .until(condition);
    }

    private synchronized boolean isEnded() {
        return isCompleted || error != null;
    }

    @Override
    public synchronized void onNext(ConnectResponse frame) {
        frames.add(frame);
        if (frame.hasItems()) {
            items.addAll(frame.getItems().getItemsList());
        }
    }

    @Override
    public synchronized void onError(Throwable cause) {
        error = cause;
    }

    @Override
    public synchronized void onCompleted() {
        isCompleted = true;
    }
}
