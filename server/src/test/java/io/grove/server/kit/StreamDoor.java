package io.grove.server.kit;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.AuthenticateRequest;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.Item;
import io.grove.api.v1.Open;
import io.grove.api.v1.Opened;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.WatchEvent;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The session stream. */
final class StreamDoor implements Door {
    private final StreamClient stream;
    private final Opened opened;
    private long lastXid;
    private long lastWriteNumber;
    private long lastWatchId;

    StreamDoor(Channel channel, Open wish) {
        this.stream = StreamClient.connect(channel);
        stream.send(ConnectRequest.newBuilder().setOpen(wish).build());
        if (!stream.isOpened()) {
            throw Refused.of(stream.failure());
        }
        this.opened = stream.opened();
    }

    @Override
    public Response ask(Request.Builder request) {
        request.setXid(++lastXid);
        if (isWrite(request)) {
            request.setWriteNumber(++lastWriteNumber);
        }
        stream.send(request);
        if (!stream.isAnswered(lastXid)) {
            throw Refused.of(stream.failure());
        }
        Response response = stream.response(lastXid);
        if (response.hasError()) {
            throw new Refused(response.getError());
        }
        return response;
    }

    private static boolean isWrite(Request.Builder request) {
        return switch (request.getOperationCase()) {
            case CREATE, DELETE, DELETE_TREE, SET, SET_ACL, SET_QUOTA, COMMIT -> true;
            default -> false;
        };
    }

    @Override
    public Watching watch(AddWatchRequest.Builder watch) {
        long id = ++lastWatchId;
        ask(Request.newBuilder().setAddWatch(watch.setWatchId(id)));
        return zxid -> upTo(id, zxid);
    }

    private List<WatchEvent> upTo(long watchId, long zxid) {
        await().atMost(TestEnsemble.LONG).until(() -> {
            stream.heartbeat();
            return stream.acknowledgedZxid() >= zxid;
        });
        List<WatchEvent> events = new ArrayList<>();
        for (Item item : stream.items()) {
            if (item.hasEvent() && item.getEvent().getWatchIdsList().contains(watchId)) {
                events.add(item.getEvent().toBuilder().clearWatchIds().build());
            }
        }
        return events;
    }

    @Override
    public void login(String user, String password) {
        ask(Request.newBuilder()
                .setAuthenticate(AuthenticateRequest.newBuilder()
                        .setScheme("digest")
                        .setCredential(ByteString.copyFromUtf8(user + ":" + password))));
    }

    @Override
    public SessionCredential session() {
        return opened.getSession();
    }

    @Override
    public Duration timeout() {
        return opened.getTimeout();
    }

    /** Everything that has come, in order. */
    List<Item> items() {
        return stream.items();
    }

    @Override
    public void endSession() {
        stream.close();
        stream.awaitFrame(frame -> Optional.of(frame).filter(ConnectResponse::hasClosed));
    }

    @Override
    public void close() {
        stream.cancel();
    }
}
