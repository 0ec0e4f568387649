package io.grove.differential;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.GetChildren2Request;
import org.apache.zookeeper.proto.GetChildren2Response;

/** A real ZooKeeper. Steps of one session are sent ahead; another session waits until all before it is answered. */
public final class ZooKeeperTarget implements Target {
    private static final int AHEAD_MAX = 200;

    private final EmbeddedZooKeeper server;
    private final AnswerText text = new AnswerText();
    private final WireReplies replies = new WireReplies(text);
    private final Map<String, WireConnection> connections = new HashMap<>();
    private final Deque<Sent> sent = new ArrayDeque<>();
    private long lastZxidAsked;

    /** A step whose reply has not been read. */
    private static final class Sent implements Supplier<List<String>> {
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

    /** Begins with the session of those who name none. */
    public ZooKeeperTarget(EmbeddedZooKeeper server) {
        this.server = server;
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
        if (!sent.isEmpty() && (sent.peekLast().connection != connection || sent.size() >= AHEAD_MAX)) {
            awaitAll();
        }
        WireRequests.send(connection, step.op());
        sent.addLast(new Sent(step, connection, this::awaitAll));
        Sent last = sent.peekLast();
        if (step.op() instanceof Op.Close) {
            awaitAll();
            connections.remove(step.sender()).close();
        }
        return last;
    }

    private static boolean isAlone(Op op) {
        return op instanceof Op.Open || op instanceof Op.Tree || op instanceof Op.ZxidsTaken;
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
        long before = lastZxidAsked;
        lastZxidAsked = server.lastZxid();
        return List.of("zxids " + (lastZxidAsked - before));
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
            if (WireRequests.isWrite(next.step.op())) {
                text.took(reply.header().getZxid(), next.step.number());
            }
            next.lines = replies.lines(next.step.op(), reply);
        }
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
