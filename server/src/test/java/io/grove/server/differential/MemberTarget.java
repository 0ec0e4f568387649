package io.grove.server.differential;

import io.grove.api.v1.EventType;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.Item;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.WatchEvent;
import io.grove.differential.AnswerText;
import io.grove.differential.Op;
import io.grove.differential.Step;
import io.grove.differential.Target;
import io.grove.server.testing.StreamClient;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A member of Grove behind its front door: every session is a stream. */
final class MemberTarget implements Target {
    private static final long TIMEOUT_MS = 60_000;

    private final Channel channel;
    private final AnswerText text = new AnswerText();
    private final MemberReplies replies = new MemberReplies(text);
    private final Map<String, Session> sessions = new TreeMap<>();

    /** A session's stream, what was sent, and what has been read of it. */
    private static final class Session {
        final StreamClient stream;
        final Map<Op.Watch, List<Long>> watches = new HashMap<>();
        long lastXid;
        long lastWriteNumber;
        long lastWatchId;
        int itemsRead;

        Session(StreamClient stream) {
            this.stream = stream;
        }

        Response ask(Request.Builder request, boolean isWrite) {
            long xid = ++lastXid;
            stream.send(request.setXid(xid).setWriteNumber(isWrite ? ++lastWriteNumber : 0));
            return stream.response(xid);
        }

        /** The events before the last answer, that have not been read. */
        List<WatchEvent> takeEvents() {
            List<Item> items = stream.items();
            int last = items.size();
            while (last > itemsRead && items.get(last - 1).hasEvent()) {
                last--;
            }
            return takeEvents(items.subList(itemsRead, last));
        }

        List<WatchEvent> takeEvents(List<Item> items) {
            itemsRead += items.size();
            return items.stream().filter(Item::hasEvent).map(Item::getEvent).toList();
        }
    }

    /** Begins with the session of those who name none. */
    MemberTarget(Channel channel) {
        this.channel = channel;
        open(Step.MAIN);
    }

    @Override
    public Supplier<List<String>> submit(Step step) {
        List<String> lines = lines(step);
        return () -> lines;
    }

    private List<String> lines(Step step) {
        if (step.op() instanceof Op.Open open) {
            open(open.name());
            return List.of("opened");
        }
        Session session = sessions.get(step.sender());
        if (session == null) {
            throw new IllegalArgumentException("no session " + step.sender());
        }
        List<String> lines = new ArrayList<>();
        if (step.op() instanceof Op.Close) {
            lines.addAll(closed(step, session));
        } else {
            List<String> answer = answer(step, session);
            lines.addAll(events(step.sender(), session.takeEvents()));
            lines.addAll(answer);
        }
        sessions.forEach((name, other) -> {
            other.ask(Request.newBuilder().setExists(ExistsRequest.newBuilder().setPath("/")), false);
            lines.addAll(events(name, other.takeEvents()));
        });
        return lines;
    }

    private void open(String name) {
        StreamClient stream = StreamClient.open(channel, TIMEOUT_MS);
        text.named(stream.opened().getSession().getSessionId(), name);
        sessions.put(name, new Session(stream));
    }

    private List<String> closed(Step step, Session session) {
        sessions.remove(step.sender());
        session.stream.close();
        long zxid = session.stream.awaitFrame(
                frame -> frame.hasClosed() ? Optional.of(frame.getClosed().getZxid()) : Optional.empty());
        text.took(zxid, step.number());
        List<Item> items = session.stream.items();
        List<String> lines = new ArrayList<>(
                events(step.sender(), session.takeEvents(items.subList(session.itemsRead, items.size()))));
        lines.add("closed");
        return lines;
    }

    private List<String> answer(Step step, Session session) {
        if (step.op() instanceof Op.Watch watch) {
            long id = ++session.lastWatchId;
            session.watches.computeIfAbsent(watch, key -> new ArrayList<>()).add(id);
            return replies.lines(watch, session.ask(MemberRequests.watch(watch, id), false));
        } else if (step.op() instanceof Op.Unwatch unwatch) {
            return List.of(unwatched(session, unwatch));
        }
        Response response =
                session.ask(MemberRequests.request(step.op()), step.op().isWrite());
        if (step.op().isWrite()) {
            text.took(response.getWriteZxid(), step.number());
        }
        return replies.lines(step.op(), response);
    }

    /** Takes back one by one what was left there; it is enough if one of them had not fired. */
    private static String unwatched(Session session, Op.Unwatch unwatch) {
        boolean isRemoved = false;
        for (Map.Entry<Op.Watch, List<Long>> left : session.watches.entrySet()) {
            Op.WatchKind kind = left.getKey().kind();
            boolean isMeant = unwatch.kind() == null
                    || unwatch.kind() == kind
                    || (unwatch.kind() == Op.WatchKind.DATA && kind == Op.WatchKind.EXISTS);
            if (!isMeant || !left.getKey().path().equals(unwatch.path())) {
                continue;
            }
            for (long id : left.getValue()) {
                Request.Builder request = Request.newBuilder()
                        .setRemoveWatch(RemoveWatchRequest.newBuilder().setWatchId(id));
                isRemoved |= session.ask(request, false).hasRemoveWatch();
            }
            left.getValue().clear();
        }
        return isRemoved ? "done" : "NO_WATCH";
    }

    private List<String> events(String name, List<WatchEvent> events) {
        return events.stream()
                .map(each -> text.event(name, type(each.getType()), each.getPath(), each.getZxid()))
                .toList();
    }

    /** As ZooKeeper calls it. */
    private static String type(EventType type) {
        return switch (type) {
            case EVENT_TYPE_NODE_CREATED -> "NodeCreated";
            case EVENT_TYPE_NODE_DELETED -> "NodeDeleted";
            case EVENT_TYPE_NODE_DATA_CHANGED -> "NodeDataChanged";
            case EVENT_TYPE_NODE_CHILDREN_CHANGED -> "NodeChildrenChanged";
            default -> type.name();
        };
    }

    @Override
    public void close() {
        sessions.values().forEach(session -> session.stream.close());
    }
}
