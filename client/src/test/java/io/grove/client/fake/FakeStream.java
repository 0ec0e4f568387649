package io.grove.client.fake;

import io.grove.api.v1.AddWatchResponse;
import io.grove.api.v1.AuthenticateResponse;
import io.grove.api.v1.Child;
import io.grove.api.v1.Closed;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.Error;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.EventType;
import io.grove.api.v1.ExistsResponse;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.HeartbeatAck;
import io.grove.api.v1.Identity;
import io.grove.api.v1.Item;
import io.grove.api.v1.Items;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.Opened;
import io.grove.api.v1.RemoveWatchResponse;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SyncResponse;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import io.grove.api.v1.WhoAmIResponse;
import io.grove.client.fake.FakeTree.Change;
import io.grove.client.fake.FakeTree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One session stream at a {@link FakeEnsemble}. Each item travels in a frame of its own, so that a cut can fall
 * anywhere.
 */
public final class FakeStream {
    private static final int PAGE_MAX = 10_000;

    private final FakeEnsemble ensemble;
    private final Sink sink;
    private final Map<Long, WatchOn> watches = new TreeMap<>();
    private final List<Identity> identities = new ArrayList<>();
    private long sessionId;
    private boolean ended;

    /** Where the stream's output goes; called under the ensemble's lock. */
    public interface Sink {
        /** A frame. */
        void frame(ConnectResponse frame);

        /** The end, null when it is none of error. */
        void end(ErrorReason reason);
    }

    private record WatchOn(String path, WatchMode mode) {}

    FakeStream(FakeEnsemble ensemble, Sink sink) {
        this.ensemble = ensemble;
        this.sink = sink;
    }

    /** Takes a frame of the client. */
    public void take(ConnectRequest frame) {
        synchronized (ensemble) {
            if (ended) {
                return;
            }
            switch (frame.getFrameCase()) {
                case OPEN -> opened(ensemble.open(frame.getOpen().getTimeout()));
                case ATTACH -> opened(ensemble.attach(this, frame.getAttach().getSession()));
                case REQUESTS -> {
                    ensemble.acknowledge(sessionId, frame.getRequests().getAcknowledgedWriteNumber());
                    frame.getRequests().getRequestsList().forEach(this::request);
                }
                case HEARTBEAT -> {
                    ensemble.acknowledge(sessionId, frame.getHeartbeat().getAcknowledgedWriteNumber());
                    sink.frame(ConnectResponse.newBuilder()
                            .setHeartbeatAck(HeartbeatAck.newBuilder().setZxid(ensemble.zxid()))
                            .build());
                }
                case CLOSE -> {
                    long zxid = frame.getClose().hasLinger() ? ensemble.zxid() : ensemble.close(sessionId);
                    sink.frame(ConnectResponse.newBuilder()
                            .setClosed(Closed.newBuilder().setZxid(zxid))
                            .build());
                    end(null);
                }
                default -> end(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
            }
        }
    }

    /** The connection is gone: nothing comes or goes any more. */
    public void cut() {
        synchronized (ensemble) {
            ended = true;
            ensemble.ended(this);
        }
    }

    /** A read without a session. */
    Response ask(Request request) {
        synchronized (ensemble) {
            return read(request);
        }
    }

    void sessionExpired(long id) {
        if (id == sessionId) {
            end(ErrorReason.ERROR_REASON_SESSION_EXPIRED);
        }
    }

    void sessionMoved(long id) {
        if (id == sessionId) {
            end(ErrorReason.ERROR_REASON_SESSION_MOVED);
        }
    }

    private void end(ErrorReason reason) {
        if (!ended) {
            cut();
            sink.end(reason);
        }
    }

    private void opened(Opened opened) {
        if (opened == null) {
            end(ErrorReason.ERROR_REASON_SESSION_EXPIRED);
            return;
        }
        sessionId = opened.getSession().getSessionId();
        sink.frame(FakeEnsemble.frame(opened));
    }

    private void request(Request request) {
        if (ended) {
            return;
        }
        if (!ensemble.isAlive(sessionId)) {
            end(ErrorReason.ERROR_REASON_SESSION_EXPIRED);
            return;
        }
        if (request.hasAuthenticate() && !ensemble.accepts(request.getAuthenticate())) {
            end(ErrorReason.ERROR_REASON_AUTH_FAILED);
            return;
        }
        Response answer = request.getWriteNumber() > 0 ? ensemble.write(sessionId, request) : read(request);
        if (answer == null) {
            end(ErrorReason.ERROR_REASON_WRITE_OUT_OF_ORDER);
        } else {
            send(Item.newBuilder().setResponse(answer));
        }
    }

    private void send(Item.Builder item) {
        if (!ended) {
            sink.frame(ConnectResponse.newBuilder()
                    .setItems(Items.newBuilder().addItems(item))
                    .build());
        }
    }

    private Response read(Request request) {
        FakeTree tree = ensemble.tree();
        Response.Builder answer = Response.newBuilder().setXid(request.getXid()).setZxid(ensemble.zxid());
        try {
            switch (request.getOperationCase()) {
                case EXISTS -> {
                    String path = request.getExists().getPath();
                    ExistsResponse.Builder exists = ExistsResponse.newBuilder();
                    if (tree.has(path)) {
                        exists.setStat(tree.find(path).stat());
                    }
                    answer.setExists(exists);
                    watch(request.getExists().getWatchId(), path, WatchMode.WATCH_MODE_ONE_SHOT_EXISTS);
                }
                case GET -> {
                    Node node = tree.find(request.getGet().getPath());
                    GetResponse.Builder get = GetResponse.newBuilder().setStat(node.stat());
                    if (node.data() != null) {
                        get.setData(node.data());
                    }
                    answer.setGet(get);
                    watch(
                            request.getGet().getWatchId(),
                            request.getGet().getPath(),
                            WatchMode.WATCH_MODE_ONE_SHOT_DATA);
                }
                case LIST_CHILDREN -> answer.setListChildren(list(request.getListChildren()));
                case SYNC -> answer.setSync(SyncResponse.getDefaultInstance());
                case AUTHENTICATE -> {
                    identities.add(Identity.newBuilder()
                            .setScheme(request.getAuthenticate().getScheme())
                            .setId(request.getAuthenticate().getCredential().toStringUtf8())
                            .build());
                    answer.setAuthenticate(AuthenticateResponse.newBuilder().addAllIdentities(identities));
                }
                case WHO_AM_I -> answer.setWhoAmI(WhoAmIResponse.newBuilder().addAllIdentities(identities));
                case ADD_WATCH -> {
                    addWatch(request);
                    answer.setAddWatch(AddWatchResponse.getDefaultInstance());
                }
                case REMOVE_WATCH -> {
                    boolean was = watches.remove(request.getRemoveWatch().getWatchId()) != null;
                    if (was) {
                        answer.setRemoveWatch(RemoveWatchResponse.getDefaultInstance());
                    } else {
                        answer.setError(Error.newBuilder().setReason(ErrorReason.ERROR_REASON_NO_WATCH));
                    }
                }
                default -> throw new IllegalArgumentException("a write without number: " + request);
            }
        } catch (FakeTree.Refusal refusal) {
            answer.setError(refusal.error);
        }
        return answer.build();
    }

    private ListChildrenResponse list(ListChildrenRequest request) {
        Node node = ensemble.tree().find(request.getPath());
        List<String> names = ensemble.tree().children(request.getPath()).stream()
                .filter(name -> name.compareTo(request.getPageToken()) > 0)
                .toList();
        int size = request.getPageSize() == 0 ? PAGE_MAX : Math.min(request.getPageSize(), PAGE_MAX);
        ListChildrenResponse.Builder list = ListChildrenResponse.newBuilder()
                .setStat(node.stat())
                .addAllNames(names.stream().limit(size).toList());
        if (request.getWithStat() || request.getWithData()) {
            String prefix = request.getPath().equals("/") ? "/" : request.getPath() + "/";
            list.getNamesList()
                    .forEach(name -> list.addChildren(Child.newBuilder()
                            .setName(name)
                            .setStat(ensemble.tree().find(prefix + name).stat())));
        }
        if (names.size() > size) {
            list.setNextPageToken(names.get(size - 1));
        }
        watch(request.getWatchId(), request.getPath(), WatchMode.WATCH_MODE_ONE_SHOT_CHILDREN);
        return list.build();
    }

    private void watch(long id, String path, WatchMode mode) {
        if (id != 0) {
            watches.put(id, new WatchOn(path, mode));
        }
    }

    private void addWatch(Request request) {
        var add = request.getAddWatch();
        watch(add.getWatchId(), add.getPath(), add.getMode());
        if (!add.hasFromZxid()) {
            return;
        }
        List<Change> missed = ensemble.changesAfter(add.getFromZxid());
        if (missed == null) {
            fire(add.getWatchId(), new Change(ensemble.zxid(), EventType.EVENT_TYPE_RESYNC, add.getPath()));
            return;
        }
        for (Change change : missed) {
            WatchOn watch = watches.get(add.getWatchId());
            if (watch != null && matches(watch, change)) {
                fire(add.getWatchId(), change);
            }
        }
    }

    void publish(Change change) {
        for (Map.Entry<Long, WatchOn> entry : List.copyOf(watches.entrySet())) {
            if (matches(entry.getValue(), change)) {
                fire(entry.getKey(), change);
            }
        }
    }

    private void fire(long id, Change change) {
        WatchMode mode = watches.get(id).mode();
        if (mode != WatchMode.WATCH_MODE_PERSISTENT && mode != WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE) {
            watches.remove(id);
        }
        send(Item.newBuilder()
                .setEvent(WatchEvent.newBuilder()
                        .setZxid(change.zxid())
                        .setType(change.type())
                        .setPath(change.path())
                        .addWatchIds(id)));
    }

    private static boolean matches(WatchOn watch, Change change) {
        boolean same = change.path().equals(watch.path());
        EventType type = change.type();
        return switch (watch.mode()) {
            case WATCH_MODE_ONE_SHOT_DATA ->
                same && (type == EventType.EVENT_TYPE_NODE_DELETED || type == EventType.EVENT_TYPE_NODE_DATA_CHANGED);
            case WATCH_MODE_ONE_SHOT_EXISTS -> same && type != EventType.EVENT_TYPE_NODE_CHILDREN_CHANGED;
            case WATCH_MODE_ONE_SHOT_CHILDREN ->
                same
                        && (type == EventType.EVENT_TYPE_NODE_DELETED
                                || type == EventType.EVENT_TYPE_NODE_CHILDREN_CHANGED);
            case WATCH_MODE_PERSISTENT -> same;
            case WATCH_MODE_PERSISTENT_RECURSIVE ->
                type != EventType.EVENT_TYPE_NODE_CHILDREN_CHANGED
                        && (same || watch.path().equals("/") || change.path().startsWith(watch.path() + "/"));
            default -> false;
        };
    }
}
