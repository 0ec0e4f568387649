package io.grove.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.GetChildren2Request;
import org.apache.zookeeper.proto.GetChildren2Response;

/** A real ZooKeeper. Steps of one session are sent ahead; another session waits until all before it is answered. */
public final class ZooKeeperTarget implements Target {
    private static final int AHEAD_MAX = 200;

    private final EmbeddedZooKeeper server;
    private final AnswerText text = new AnswerText();
    private final WireReplies replies = new WireReplies(text);
    private final Map<String, WireConnection> connections = new TreeMap<>();
    private final boolean isWatching;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private long lastZxidAsked;

    /** A step whose reply has not been read. */
    static final class Sent implements Supplier<List<String>> {
        final Step step;
        final WireConnection connection;
        List<String> lines;
        final Runnable wait;

        Sent(Step step, WireConnection connection, Runnable wait) {
            this.step = step;
            this.connection = connection;
            this.wait = wait;
        }

        @Override
        public List<String> get() {
            wait.run();
            return lines;
        }
    }

    /**
     * Begins with the session of those who name none.
     *
     * @param isWatching whether the events of all sessions belong to the answer of each step
     */
    public ZooKeeperTarget(EmbeddedZooKeeper server, boolean isWatching) {
        this.server = server;
        this.isWatching = isWatching;
        open(Step.MAIN);
        lastZxidAsked = server.lastZxid();
    }

    @Override
    public Supplier<List<String>> submit(Step step) {
        if (isAlone(step.op())) {
            awaitAll();
            List<String> lines = alone(step);
            return () -> lines;
        }
        WireConnection connection = connection(step.sender());
        // Authentication overtakes what was sent before it; what is sent behind a list may be checked by the old one.
        boolean isOutOfOrder = step.op() instanceof Op.Authenticate || step.op() instanceof Op.SetAcl;
        if (!sent.isEmpty() && (sent.peekLast().connection != connection || sent.size() >= AHEAD_MAX || isOutOfOrder)) {
            awaitAll();
        }
        WireRequests.send(connection, step.op());
        sent.addLast(new Sent(step, connection, this::awaitAll));
        Sent last = sent.peekLast();
        if (isWatching || isOutOfOrder) {
            awaitAll();
        }
        if (step.op() instanceof Op.Close) {
            awaitAll();
            connections.remove(step.sender()).close();
        }
        if (isWatching) {
            last.lines = withEvents(step.sender(), last.connection, last.lines);
        }
        return last;
    }

    private static boolean isAlone(Op op) {
        return op instanceof Op.Open
                || op instanceof Op.SetQuota
                || op instanceof Op.Tree
                || op instanceof Op.ZxidsTaken;
    }

    private List<String> alone(Step step) {
        if (step.op() instanceof Op.Open open) {
            open(open.name());
            return List.of("opened");
        } else if (step.op() instanceof Op.Tree tree) {
            List<String> lines = new ArrayList<>();
            addTree(connection(step.sender()), tree.path(), lines);
            return lines;
        }
        if (step.op() instanceof Op.SetQuota quota) {
            setQuota(connection(step.sender()), quota);
            return List.of("done");
        }
        long before = lastZxidAsked;
        lastZxidAsked = server.lastZxid();
        return List.of("zxids " + (lastZxidAsked - before));
    }

    /** As ZooKeeper's shell does it. */
    private static void setQuota(WireConnection connection, Op.SetQuota quota) {
        String place = "/zookeeper/quota";
        for (String name : quota.path().substring(1).split("/", -1)) {
            place += "/" + name;
            write(connection, place, "");
        }
        write(
                connection,
                place + "/zookeeper_limits",
                "count=-1,bytes=-1=;byteHardLimit=" + quota.bytes() + ";countHardLimit=" + quota.count());
        write(connection, place + "/zookeeper_stats", "count=0,bytes=0");
    }

    private static void write(WireConnection connection, String path, String data) {
        byte[] bytes = data.getBytes(UTF_8);
        WireRequests.send(connection, new Op.Create(path, bytes, CreateMode.PERSISTENT, 0, Op.Grant.OPEN));
        connection.receive();
    }

    private void open(String name) {
        WireConnection connection = server.connect();
        connections.put(name, connection);
        text.named(connection.sessionId(), name);
    }

    private WireConnection connection(String name) {
        WireConnection connection = connections.get(name);
        if (connection == null) {
            throw new IllegalArgumentException("no session " + name);
        }
        return connection;
    }

    private void awaitAll() {
        while (!sent.isEmpty()) {
            Sent next = sent.removeFirst();
            WireConnection.Reply reply = next.connection.receive();
            if (reply == null) {
                next.lines = List.of("CONNECTION_CLOSED");
                connections.values().remove(next.connection);
                continue;
            }
            if (next.step.op().isWrite()) {
                text.took(reply.header().getZxid(), next.step.number());
            }
            next.lines = replies.lines(next.step.op(), reply);
        }
    }

    /** The sender's events came before its answer; those of the others are there, because their connection answers. */
    private List<String> withEvents(String sender, WireConnection own, List<String> answer) {
        List<String> lines = new ArrayList<>(events(sender, own));
        lines.addAll(answer);
        connections.forEach((name, connection) -> {
            WireRequests.send(connection, new Op.Exists("/"));
            connection.receive();
            lines.addAll(events(name, connection));
        });
        return lines;
    }

    private List<String> events(String name, WireConnection connection) {
        return connection.takeEvents().stream()
                .map(each -> text.event(
                        name,
                        EventType.fromInt(each.event().getType()).name(),
                        each.event().getPath(),
                        each.zxid()))
                .toList();
    }

    private void addTree(WireConnection connection, String path, List<String> lines) {
        WireRequests.send(connection, new Op.Get(path));
        WireConnection.Reply got = connection.receive();
        String line = replies.lines(new Op.Get(path), got).get(0);
        if (got.header().getErr() != 0) {
            lines.add(line);
            return;
        }
        lines.add(AnswerText.path(path) + " " + line);
        connection.send(OpCode.getChildren2, new GetChildren2Request(path, false));
        WireReplies.read(connection.receive().body(), new GetChildren2Response()).getChildren().stream()
                .sorted()
                .forEach(name -> addTree(connection, (path.equals("/") ? "/" : path + "/") + name, lines));
    }

    @Override
    public void close() {
        connections.values().forEach(WireConnection::close);
    }
}
